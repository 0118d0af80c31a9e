using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Invocation;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>
/// <c>external</c>: a stage in another process, in any language, behind HTTP or behind Dapr. The frame is posted as
/// <c>multipart/form-data</c>, a field for each part with its content type, and headers <c>EdgeFlow-Frame-Id</c> and
/// <c>EdgeFlow-Captured-At</c>. A multipart answer is the output frame, part by part; any other answer is its one part
/// <c>result</c>.
/// <para>
/// Parameters: <c>url</c> (needed; http or https, where the host must be this machine or one that the node's operator
/// allows, or <c>dapr://app/method</c>, where the node must have a Dapr sidecar and the application's access control
/// decides), <c>timeoutSeconds</c> (10; with all the retries of the sidecar), <c>maxResponseBytes</c> (16 MiB),
/// <c>headers</c> (name → text, which may be a secret; sent with each frame).
/// </para>
/// </summary>
/// <param name="allowedHosts">Names or addresses, without port, that manifests may name beside the loopback.</param>
/// <param name="sidecar">The node's Dapr sidecar; null when it has none.</param>
public sealed class ExternalFactory(IReadOnlyCollection<string> allowedHosts, DaprEndpoint? sidecar = null)
    : IStageFactory
{
    private const int MaxTimeoutSeconds = 300;
    private const int MaxResponseBytes = 256 * 1024 * 1024;
    private const int UsualResponseBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string Kind => "external";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> SecretParameters => [RequestHeaders.Parameter];

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var url = with.Text("url");
        var timeout = TimeSpan.FromSeconds(with.Number("timeoutSeconds", 10, 0.01, MaxTimeoutSeconds));
        var maxBytes = with.Whole("maxResponseBytes", UsualResponseBytes, 1, MaxResponseBytes);
        var headers = RequestHeaders.Read(with);
        with.RefuseOthers();
        return new ExternalStage(
            InvocationTarget.Claims(url)
                ? Application(with, url, timeout, maxBytes)
                : Service(with, url, timeout, maxBytes),
            headers);
    }

    private DaprTarget Application(StageParameters with, string url, TimeSpan timeout, int maxBytes)
    {
        var target = InvocationTarget.Parse(url) ?? throw with.Bad(
            "url", $"must be dapr://app-id/method with a plain path (no empty, '.' or '..' segment), not '{url}'");
        return sidecar is null
            ? throw with.Bad("url", $"is '{url}', but this node has no Dapr sidecar: run it beside one (daprd sets "
                + "DAPR_HTTP_PORT), or keep the task on nodes that have one")
            : new DaprTarget(sidecar, target, timeout, maxBytes);
    }

    private HttpTarget Service(StageParameters with, string url, TimeSpan timeout, int maxBytes)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https")
            || target.UserInfo.Length > 0 || target.Fragment.Length > 0)
        {
            throw with.Bad(
                "url", $"must be an http, https or dapr address without user or fragment, not '{url}'");
        }

        if (!IsLoopback(target) && !allowedHosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase))
        {
            var allowed = allowedHosts.Count == 0 ? "none" : string.Join(", ", allowedHosts);
            throw with.Bad("url", $"names host '{target.Host}', which is neither this machine nor allowed on this node "
                + $"(allowed: {allowed})");
        }

        return new HttpTarget(target, timeout, maxBytes, IsLoopback(target));
    }

    private static bool IsLoopback(Uri target) => target.IsLoopback && !target.IsUnc;
}
