namespace EdgeFlow.Onnx;

/// <summary>Which side of a model run is at fault, so that a caller can tell a bad file from a bad input.</summary>
public enum OnnxProblem
{
    /// <summary>
    /// The file is missing, too large, truncated, not ONNX, unsafe, or uses what this runtime does not have.
    /// </summary>
    BadModel,

    /// <summary>A tensor given to the model has the wrong name, element type, shape or number of bytes.</summary>
    WrongInput,

    /// <summary>Model and inputs were accepted, but the run failed inside the runtime.</summary>
    RunFailed,
}
