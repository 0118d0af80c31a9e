namespace EdgeFlow.Onnx;

/// <summary>Size and written name of each element type. Pure, safe for concurrent use.</summary>
public static class TensorTypeNames
{
    /// <summary>Size of one element, in bytes.</summary>
    public static int SizeOf(this TensorType type) => type switch
    {
        TensorType.UInt8 or TensorType.Int8 or TensorType.Bool => 1,
        TensorType.UInt16 or TensorType.Int16 or TensorType.Float16 or TensorType.BFloat16 => 2,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };

    /// <summary>The name in a frame part's content type and in messages: <c>float32</c>, <c>int64</c> …</summary>
    public static string Name(this TensorType type) => type.ToString().ToLowerInvariant();

    /// <summary>The type with this written name.</summary>
    /// <returns>False for a name that is not one of <see cref="TensorType"/>'s.</returns>
    public static bool TryParse(string name, out TensorType type)
    {
        foreach (var known in Enum.GetValues<TensorType>())
        {
            if (known.Name() == name)
            {
                type = known;
                return true;
            }
        }

        type = default;
        return false;
    }
}
