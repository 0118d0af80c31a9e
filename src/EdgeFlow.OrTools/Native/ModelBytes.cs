using Google.Protobuf;

namespace EdgeFlow.OrTools.Native;

/// <summary>How the fields of a model are written as protocol buffers. Stateless.</summary>
internal static class ModelBytes
{
    /// <summary>The bytes of a message.</summary>
    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(output);
        }

        return memory.ToArray();
    }

    /// <summary>Writes a message, or packed numbers, as a field.</summary>
    public static void Write(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    /// <summary>Writes packed numbers as a field.</summary>
    public static void Packed(CodedOutputStream output, int field, Action<CodedOutputStream> write) =>
        Write(output, field, Message(write));

    /// <summary>Writes whole numbers of 32 or 64 bits, packed.</summary>
    public static void Integers(CodedOutputStream output, int field, IEnumerable<long> values) =>
        Packed(output, field, p =>
        {
            foreach (var value in values)
            {
                p.WriteInt64(value);
            }
        });

    /// <summary>Writes real numbers, packed.</summary>
    public static void Doubles(CodedOutputStream output, int field, IEnumerable<double> values) =>
        Packed(output, field, p =>
        {
            foreach (var value in values)
            {
                p.WriteDouble(value);
            }
        });
}
