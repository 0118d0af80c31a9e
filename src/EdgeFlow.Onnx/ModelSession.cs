using Microsoft.ML.OnnxRuntime;

namespace EdgeFlow.Onnx;

/// <summary>Opens the native session of a checked model file and describes its inputs and outputs.</summary>
internal static class ModelSession
{
    private const string ExternalFolderKey = "session.model_external_initializers_file_folder_path";

    /// <summary>Opens a session on the bytes that were checked, not on the file, which may change under us.</summary>
    public static InferenceSession Open(ModelFile file, OnnxModelOptions options)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,

            // A memory pattern is kept for every input shape seen: with free axes that would grow without end.
            EnableMemoryPattern = !file.HasFreeInputAxes,
        };
        settings.AddSessionConfigEntry(ExternalFolderKey, System.IO.Path.GetDirectoryName(file.Path)!);
        try
        {
            return new InferenceSession(file.Bytes, settings);
        }
        catch (OnnxRuntimeException error)
        {
            throw new OnnxModelException(OnnxProblem.BadModel, $"{file.Path} cannot be loaded: {error.Message}", error);
        }
    }

    /// <summary>What the session says of its inputs or outputs, in its order.</summary>
    public static IReadOnlyList<TensorSpec> Describe(
        IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> metadata, string role, string path) =>
        names.Select(name => Describe(name, metadata[name], role, path)).ToArray();

    private static TensorSpec Describe(string name, NodeMetadata metadata, string role, string path)
    {
        if (!metadata.IsTensor)
        {
            throw new OnnxModelException(OnnxProblem.BadModel,
                $"{path}: {role} '{name}' is a {metadata.OnnxValueType}; only tensors are supported.");
        }

        var type = (TensorType)(int)metadata.ElementDataType;
        if (!Enum.IsDefined(type))
        {
            throw new OnnxModelException(OnnxProblem.BadModel,
                $"{path}: {role} '{name}' holds {metadata.ElementDataType}; only numbers and booleans are supported.");
        }

        var axes = metadata.Dimensions.Zip(metadata.SymbolicDimensions,
            (size, symbol) => new TensorAxis(size < 0 ? null : size, symbol ?? ""));
        return new TensorSpec(name, type, axes.ToArray());
    }
}
