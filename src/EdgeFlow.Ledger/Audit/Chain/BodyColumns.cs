using System.Buffers.Binary;
using System.Text;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// Writes the columns of a body one behind the other, as PostgreSQL's <c>record_send</c> does: the number of columns,
/// then for each the number of its type, its length (−1 for null) and its bytes.
/// </summary>
internal ref struct BodyColumns
{
    /// <summary>How many columns there are.</summary>
    public const int Count = 11;

    /// <summary>The most bytes beside those of texts, JSON and bytes.</summary>
    public const int HeadBytesMax = sizeof(int) + (Count * 2 * sizeof(int)) + UuidBytes + sizeof(long) + 3;

    // PostgreSQL's numbers of types, which never change.
    private const int UuidType = 2950;
    private const int VarcharType = 1043;
    private const int TimestampType = 1184;
    private const int JsonbType = 3802;
    private const int BytesType = 17;
    private const int BooleanType = 16;
    private const int UuidBytes = 16;
    private const byte JsonbVersion = 1;

    private readonly Span<byte> to;
    private int length;

    /// <summary>Begins a body.</summary>
    /// <param name="to">Room for all of it.</param>
    public BodyColumns(Span<byte> to)
    {
        this.to = to;
        Number(Count);
    }

    /// <summary>PostgreSQL's numbers of the types of a body's columns, in their order.</summary>
    public static ReadOnlySpan<int> Types =>
    [
        UuidType, VarcharType, TimestampType, VarcharType, VarcharType, VarcharType, VarcharType, JsonbType, JsonbType,
        BytesType, BooleanType,
    ];

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => to[..length];

    /// <summary>A column of type uuid.</summary>
    public void Id(Guid id)
    {
        Head(UuidType, UuidBytes);
        id.TryWriteBytes(to[length..], bigEndian: true, out _);
        length += UuidBytes;
    }

    /// <summary>A column of type timestamptz, in microseconds since 2000.</summary>
    public void Time(long time)
    {
        Head(TimestampType, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(to[length..], time);
        length += sizeof(long);
    }

    /// <summary>A column of type varchar.</summary>
    public void Text(string? text)
    {
        var bytes = text is null ? -1 : Encoding.UTF8.GetBytes(text, to[(length + (2 * sizeof(int)))..]);
        Head(VarcharType, bytes);
        length += Math.Max(bytes, 0);
    }

    /// <summary>A column of type jsonb.</summary>
    /// <param name="isThere">Whether it is not null.</param>
    /// <param name="json">The JSON as PostgreSQL prints it.</param>
    public void Json(bool isThere, ReadOnlySpan<byte> json)
    {
        Head(JsonbType, isThere ? json.Length + 1 : -1);
        if (isThere)
        {
            to[length++] = JsonbVersion;
            json.CopyTo(to[length..]);
            length += json.Length;
        }
    }

    /// <summary>A column of type bytea.</summary>
    public void Bytes(byte[]? bytes)
    {
        Head(BytesType, bytes?.Length ?? -1);
        bytes.CopyTo(to[length..]);
        length += bytes?.Length ?? 0;
    }

    /// <summary>A column of type boolean.</summary>
    public void Flag(bool? flag)
    {
        Head(BooleanType, flag is null ? -1 : 1);
        if (flag is { } yes)
        {
            to[length++] = yes ? (byte)1 : (byte)0;
        }
    }

    private void Head(int type, int bytes)
    {
        Number(type);
        Number(bytes);
    }

    private void Number(int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(to[length..], number);
        length += sizeof(int);
    }
}
