namespace EdgeFlow.Api.Hosting;

/// <summary>Where the workflow sidecar is.</summary>
/// <param name="Address">As this process reaches it.</param>
/// <param name="Advertised">As nodes reach it.</param>
public sealed record SidecarPlace(Uri Address, Uri Advertised);
