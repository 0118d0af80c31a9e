namespace EdgeFlow.Onnx;

/// <summary>Limits of a loaded model. The defaults suit a node that serves several stages.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>The defaults.</summary>
    public static OnnxModelOptions Default { get; } = new();

    /// <summary>Largest model accepted, in bytes: the .onnx file with the files of its external data.</summary>
    public long MaxFileBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>
    /// Threads inside one operator. One is the default, because several callers with one thread each finish more
    /// frames a second than one caller with several threads.
    /// </summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>
    /// Runs that may be inside the runtime at once; further callers wait. The number of cores by default.
    /// </summary>
    public int MaxCallers { get; init; } = Environment.ProcessorCount;
}
