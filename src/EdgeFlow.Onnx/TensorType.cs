namespace EdgeFlow.Onnx;

/// <summary>Element type of a tensor. The numbers are those of ONNX's <c>TensorProto.DataType</c>.</summary>
public enum TensorType
{
    /// <summary>IEEE 754, 4 bytes.</summary>
    Float32 = 1,

    /// <summary>Unsigned, 1 byte.</summary>
    UInt8 = 2,

    /// <summary>Signed, 1 byte.</summary>
    Int8 = 3,

    /// <summary>Unsigned, 2 bytes.</summary>
    UInt16 = 4,

    /// <summary>Signed, 2 bytes.</summary>
    Int16 = 5,

    /// <summary>Signed, 4 bytes.</summary>
    Int32 = 6,

    /// <summary>Signed, 8 bytes.</summary>
    Int64 = 7,

    /// <summary>0 or 1, 1 byte.</summary>
    Bool = 9,

    /// <summary>IEEE 754, 2 bytes.</summary>
    Float16 = 10,

    /// <summary>IEEE 754, 8 bytes.</summary>
    Float64 = 11,

    /// <summary>Unsigned, 4 bytes.</summary>
    UInt32 = 12,

    /// <summary>Unsigned, 8 bytes.</summary>
    UInt64 = 13,

    /// <summary>The upper half of a Float32, 2 bytes.</summary>
    BFloat16 = 16,
}
