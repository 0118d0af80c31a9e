using EdgeFlow.Dapr;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>A sidecar that was given resources.</summary>
/// <param name="Http">Its HTTP API.</param>
/// <param name="Components">The names of the components that it has.</param>
/// <param name="Log">What it said until then.</param>
public sealed record LoadedSidecar(DaprHttp Http, IReadOnlyList<string> Components, string Log);
