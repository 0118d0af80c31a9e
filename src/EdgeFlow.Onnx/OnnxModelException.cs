namespace EdgeFlow.Onnx;

/// <summary>A model could not be loaded or run: what is wrong, and where it helps, what would be right.</summary>
/// <param name="problem">Which side is at fault.</param>
/// <param name="message">What was given and what would be right.</param>
/// <param name="cause">The runtime's own error, where there is one.</param>
public sealed class OnnxModelException(OnnxProblem problem, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Which side is at fault.</summary>
    public OnnxProblem Problem { get; } = problem;
}
