using EdgeFlow.Dapr.Security;

namespace EdgeFlow.Api.Dapr;

/// <summary>How our own sidecar is known when it calls.</summary>
/// <param name="Token">The token that it carries; null when none was agreed on.</param>
internal sealed record SidecarDoor(AppToken? Token);
