using EdgeFlow.Dapr.Security;
using EdgeFlow.StageWorker.Sidecars;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>
/// How a node reaches the control plane: at its address, or by its Dapr app id through the node's own sidecar. Then
/// Dapr finds it, encrypts, and checks who reports. Immutable.
/// </summary>
/// <param name="Root">What the API's paths are put behind.</param>
/// <param name="SidecarToken">The token of the sidecar on the way; null for none.</param>
internal sealed record ControlAddress(string Root, string? SidecarToken)
{
    private const string Scheme = "dapr";

    /// <summary>What is wrong with an address, in a sentence; null when nothing is.</summary>
    public static string? Wrong(Uri address, OwnSidecar? own) => address switch
    {
        { IsAbsoluteUri: true, Scheme: "http" or "https" } => null,
        { IsAbsoluteUri: true, Scheme: Scheme, PathAndQuery: "" or "/", UserInfo: "", Host.Length: > 0 } =>
            own?.Http is not null
                ? null
                : $"'{address}' goes through the node's Dapr sidecar, but DAPR_HTTP_PORT names none.",
        _ => $"The control plane's address '{address}' is neither an http address nor dapr://APP-ID.",
    };

    /// <summary>Makes it of an address that <see cref="Wrong"/> has nothing against.</summary>
    public static ControlAddress Of(Uri address, OwnSidecar? own) => address.Scheme == Scheme
        ? new($"{own!.Http!.Address.ToString().TrimEnd('/')}/v1.0/invoke/{address.Host}/method", own.ApiToken)
        : new(address.ToString().TrimEnd('/'), null);

    /// <summary>Adds what the sidecar on the way asks for.</summary>
    public void Sign(HttpRequestMessage request)
    {
        if (SidecarToken is not null)
        {
            request.Headers.Add(AppToken.Header, SidecarToken);
        }
    }
}
