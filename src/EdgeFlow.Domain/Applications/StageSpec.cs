namespace EdgeFlow.Domain.Applications;

/// <summary>What a task executes.</summary>
/// <param name="Kind">
/// <c>model</c> (a plain ONNX model with pre- and post-processing in the parameters), <c>external</c> (an HTTP stage,
/// its
/// <c>url</c> in the parameters), or the name of a built-in stage such as <c>find-text</c>.
/// </param>
/// <param name="Model">Model file, relative to the node's models folder; null where the kind needs none.</param>
/// <param name="Parameters">
/// The manifest's <c>with</c> object as canonical JSON (keys sorted, no white space); <c>{}</c> when absent.
/// </param>
public sealed record StageSpec(string Kind, string? Model, string Parameters);
