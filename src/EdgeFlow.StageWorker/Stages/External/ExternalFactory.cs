using System.Text.Json;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>
/// <c>external</c>: a stage in another process, in any language, behind HTTP. The frame is posted as
/// <c>multipart/form-data</c>, a field for each part with its content type, and headers <c>EdgeFlow-Frame-Id</c> and
/// <c>EdgeFlow-Captured-At</c>. A multipart answer is the output frame, part by part; any other answer is its one part
/// <c>result</c>.
/// <para>
/// Parameters: <c>url</c> (http or https; the host must be this machine or one that the node's operator allows;
/// needed),
/// <c>timeoutSeconds</c> (10), <c>maxResponseBytes</c> (16 MiB).
/// </para>
/// </summary>
/// <param name="allowedHosts">Names or addresses, without port, that manifests may name beside the loopback.</param>
public sealed class ExternalFactory(IReadOnlyCollection<string> allowedHosts) : IStageFactory
{
    private const int MaxTimeoutSeconds = 300;
    private const int MaxResponseBytes = 256 * 1024 * 1024;
    private const int UsualResponseBytes = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string Kind => "external";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var target = Target(with, with.Text("url"));
        var timeout = with.Number("timeoutSeconds", 10, 0.01, MaxTimeoutSeconds);
        var maxBytes = with.Whole("maxResponseBytes", UsualResponseBytes, 1, MaxResponseBytes);
        with.RefuseOthers();
        return new ExternalStage(target, TimeSpan.FromSeconds(timeout), maxBytes, IsLoopback(target));
    }

    private Uri Target(StageParameters with, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https")
            || target.UserInfo.Length > 0 || target.Fragment.Length > 0)
        {
            throw with.Bad("url", $"must be an http or https address without user or fragment, not '{url}'");
        }

        if (!IsLoopback(target) && !allowedHosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase))
        {
            var allowed = allowedHosts.Count == 0 ? "none" : string.Join(", ", allowedHosts);
            throw with.Bad("url", $"names host '{target.Host}', which is neither this machine nor allowed on this node "
                + $"(allowed: {allowed})");
        }

        return target;
    }

    private static bool IsLoopback(Uri target) => target.IsLoopback && !target.IsUnc;
}
