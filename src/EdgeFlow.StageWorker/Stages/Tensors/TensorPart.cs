using System.Globalization;
using EdgeFlow.Onnx;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.Tensors;

/// <summary>Tensors as parts of frames: <c>application/x-tensor; type=float32; shape=1,3,48,320</c>. Pure.</summary>
public static class TensorPart
{
    private const string MediaType = "application/x-tensor";
    private const int MaxAxes = 16;

    /// <summary>Whether the part says that it is a tensor.</summary>
    public static bool Is(FramePart part) => part.ContentType.Split(';')[0].Trim() == MediaType;

    /// <summary>A part that holds a copy of an output.</summary>
    public static FramePart Of(OnnxOutput output)
    {
        var data = output.Data;
        var copy = GC.AllocateUninitializedArray<byte>(data.Length);
        data.CopyTo(copy);
        return new FramePart(output.Name,
            string.Create(CultureInfo.InvariantCulture,
                $"{MediaType}; type={output.Type.Name()}; shape={string.Join(',', output.Shape)}"),
            copy);
    }

    /// <summary>The tensor in a part, over the same bytes.</summary>
    /// <exception cref="StageException">The content type is broken or does not fit the number of bytes.</exception>
    public static OnnxTensor Read(FramePart part)
    {
        var fields = part.ContentType.Split(';', StringSplitOptions.TrimEntries);
        var type = Field(fields, "type") is { } name && TensorTypeNames.TryParse(name, out var known)
            ? known
            : throw Bad(part, "names no known type");
        var shape = Shape(part, Field(fields, "shape") ?? throw Bad(part, "names no shape"));
        try
        {
            if (OnnxTensor.Bytes(type, shape) == part.Data.Length)
            {
                return new OnnxTensor(part.Name, type, shape, part.Data);
            }
        }
        catch (OverflowException error)
        {
            throw Bad(part, "has a shape without end", error);
        }

        throw Bad(part, $"does not fit its {part.Data.Length} bytes");
    }

    private static long[] Shape(FramePart part, string text)
    {
        var sizes = text.Length == 0 ? [] : text.Split(',');
        return sizes.Length <= MaxAxes && sizes.All(size => long.TryParse(size, NumberStyles.None, null, out _))
            ? [.. sizes.Select(size => long.Parse(size, CultureInfo.InvariantCulture))]
            : throw Bad(part, "has a broken shape");
    }

    private static string? Field(string[] fields, string key) => fields
        .FirstOrDefault(field => field.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..];

    private static StageException Bad(FramePart part, string reason, Exception? cause = null) =>
        new("BadInput", $"Part '{part.Name}' with content type '{part.ContentType}' {reason}.", cause);
}
