using System.Security.Cryptography;
using EdgeFlow.Onnx.Wire;
using Google.Protobuf;

namespace EdgeFlow.Onnx;

/// <summary>A model file that was read, hashed and checked for what the native loader should never see.</summary>
internal sealed class ModelFile
{
    private ModelFile(string path, byte[] bytes, ModelProto model, string hash, long totalBytes)
    {
        Path = path;
        Bytes = bytes;
        Model = model;
        Hash = hash;
        TotalBytes = totalBytes;
    }

    public string Path { get; }

    /// <summary>The .onnx file itself.</summary>
    public byte[] Bytes { get; }

    /// <summary>The parsed file.</summary>
    public ModelProto Model { get; }

    /// <summary>SHA-256 of the file followed by its external data files, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>Size of the file and its external data.</summary>
    public long TotalBytes { get; }

    /// <summary>Whether a run may choose the size of some input axis.</summary>
    public bool HasFreeInputAxes => Model.Graph.Input.Any(input => input.Type?.TensorType?.Shape is not { } shape
        || shape.Dim.Any(axis => axis.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue));

    /// <exception cref="OnnxModelException">
    /// The file is missing, too large, truncated or refers outside its folder.
    /// </exception>
    public static ModelFile Read(string path, OnnxModelOptions options)
    {
        path = System.IO.Path.GetFullPath(path);
        var bytes = ReadLimited(path, options.MaxFileBytes);
        var model = Parse(path, bytes);
        var external = ExternalData.Files(model, path);
        var total = bytes.LongLength + external.Sum(file => file.Length);
        if (total > options.MaxFileBytes)
        {
            throw TooLarge(path, total, options.MaxFileBytes);
        }

        return new ModelFile(path, bytes, model, HashOf(bytes, external), total);
    }

    /// <summary>The same file with a changed graph, for counting its work.</summary>
    public ModelFile With(ModelProto changed) => new(Path, changed.ToByteArray(), changed, Hash, TotalBytes);

    private static byte[] ReadLimited(string path, long limit)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > limit)
            {
                throw TooLarge(path, file.Length, limit);
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException(OnnxProblem.BadModel, $"{path} cannot be read: {error.Message}", error);
        }
    }

    private static ModelProto Parse(string path, byte[] bytes)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new OnnxModelException(OnnxProblem.BadModel,
                $"{path} is truncated or not an ONNX file ({bytes.Length} bytes): {error.Message}", error);
        }

        return model.Graph is { Node.Count: > 0 } ? model : throw new OnnxModelException(OnnxProblem.BadModel,
            $"{path} holds no graph: it is truncated or not an ONNX file ({bytes.Length} bytes).");
    }

    private static string HashOf(byte[] bytes, IReadOnlyList<FileInfo> external)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        var buffer = new byte[1 << 16];
        foreach (var info in external)
        {
            using var file = info.OpenRead();
            for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static OnnxModelException TooLarge(string path, long bytes, long limit) => new(OnnxProblem.BadModel,
        $"{path} has {bytes} bytes; at most {limit} are accepted ({nameof(OnnxModelOptions.MaxFileBytes)}).");
}
