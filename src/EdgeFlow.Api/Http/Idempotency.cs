using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Api.Access;
using EdgeFlow.Control.Access;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Requests;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>
/// Carries out a request with an Idempotency-Key once: the same request again replays the stored answer, another one
/// under the same key is refused with 422. Only POST, where a repetition would do something twice.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, IdempotencyKeys keys, HttpLimits limits)
{
    /// <summary>The header that names a request.</summary>
    public const string Header = "Idempotency-Key";

    private static readonly string[] Kept = ["Location", "ETag", "Content-Type"];

    /// <summary>Runs the rest of the pipeline, or replays.</summary>
    public async Task Invoke(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString();
        // What a sidecar delivers has no caller; messages carry a name of their own.
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method) || http.Features.Get<Caller>() is null)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        if (key.Length > limits.MaxKey || key.Any(c => c is < '!' or > '~'))
        {
            await Refuse(
                http, ProblemKinds.InvalidBody, $"{Header} must be 1 to {limits.MaxKey} visible ASCII characters.")
                .ConfigureAwait(false);
            return;
        }

        // A key is its caller's own: what others have sent under it is nobody's business.
        key = http.Caller().Tenant is { } tenant ? $"{tenant} {key}" : key;
        var hash = await HashOf(http).ConfigureAwait(false);
        switch (await keys.Begin(key, hash, http.RequestAborted).ConfigureAwait(false))
        {
            case null:
                await Carry(http, key).ConfigureAwait(false);
                break;
            case { IsSame: false }:
                await Refuse(http, ProblemKinds.KeyReused, $"This {Header} was used with another request.")
                    .ConfigureAwait(false);
                break;
            case { Status: null }:
                await Refuse(http, ProblemKinds.KeyInUse, "The first request with this key has not been answered yet.")
                    .ConfigureAwait(false);
                break;
            case var known:
                await Replay(http, known).ConfigureAwait(false);
                break;
        }
    }

    private async Task Carry(HttpContext http, string key)
    {
        var answer = http.Response.Body;
        using var copy = new MemoryStream();
        http.Response.Body = copy;
        var done = false;
        try
        {
            await next(http).ConfigureAwait(false);
            done = http.Response.StatusCode < StatusCodes.Status500InternalServerError;
            if (done)
            {
                var headers = Kept.Where(http.Response.Headers.ContainsKey)
                    .ToDictionary(name => name, name => http.Response.Headers[name].ToString());
                await keys.Keep(key, http.Response.StatusCode, headers, copy.ToArray(), CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            http.Response.Body = answer;
            if (!done)
            {
                await keys.Forget(key, CancellationToken.None).ConfigureAwait(false);
            }
        }

        copy.Position = 0;
        await copy.CopyToAsync(answer, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task Replay(HttpContext http, KnownRequest known)
    {
        http.Response.StatusCode = known.Status!.Value;
        foreach (var (name, value) in known.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.Headers["Idempotency-Replayed"] = "true";
        await http.Response.Body.WriteAsync(known.Body, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<string> HashOf(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{http.Request.Method}\n{http.Request.Path}{http.Request.QueryString}\n{http.Request.ContentType}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        http.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Task Refuse(HttpContext http, string kind, string detail) =>
        Problems.Write(http, Refusal.Of(kind, detail));
}
