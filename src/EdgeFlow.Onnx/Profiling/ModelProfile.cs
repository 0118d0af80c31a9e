namespace EdgeFlow.Onnx.Profiling;

/// <summary>How long a model takes on this machine. Immutable.</summary>
/// <param name="Hash">The model's <see cref="OnnxModel.Hash"/>.</param>
/// <param name="Warmups">Runs made before measuring.</param>
/// <param name="Runs">Runs measured.</param>
/// <param name="MedianMs">Half of the runs took at most this, in milliseconds.</param>
/// <param name="P95Ms">95 % of the runs took at most this, in milliseconds.</param>
public sealed record ModelProfile(string Hash, int Warmups, int Runs, double MedianMs, double P95Ms);
