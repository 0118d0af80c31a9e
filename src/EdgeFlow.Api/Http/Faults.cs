using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Api.Http;

/// <summary>The boundary of the HTTP API: whatever is thrown below becomes problem details, and only bugs are logged as
/// errors.</summary>
internal sealed partial class Faults(RequestDelegate next, NpgsqlDataSource database, ILogger<Faults> log)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http).ConfigureAwait(false);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await Problems.Write(http, Bare(http.Response.StatusCode), http.Response.StatusCode)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException gone) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, or its time was up: the timeout's own policy has answered.
            Distrust(gone);
        }
#pragma warning disable CA1031 // A host's boundary: told to the caller, logged when it is a bug.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await Tell(http, fault).ConfigureAwait(false);
        }
    }

    // A statement that fails, or is given up, while its connection prepares it leaves Npgsql's notion of what is
    // prepared wrong (npgsql/npgsql#6391): the next caller on that connection would be answered nonsense.
    private void Distrust(Exception fault)
    {
        if (fault is PostgresException or OperationCanceledException { InnerException: PostgresException })
        {
            database.Clear();
        }
    }

    private async Task Tell(HttpContext http, Exception fault)
    {
        Distrust(fault);
        switch (fault)
        {
            case BadHttpRequestException bad:
                await Problems.Write(http, Refusal.Of(KindOf(bad.StatusCode), Detail(bad)), bad.StatusCode)
                    .ConfigureAwait(false);
                break;
            case JsonException wrong:
                await Problems.Write(http, JsonBody.Refused(wrong)).ConfigureAwait(false);
                break;
            case var _ when Unavailability.IsUnfitText(fault):
                await Problems.Write(
                    http, Refusal.Of(
                        ProblemKinds.InvalidBody, "A text holds NUL or half a character, which cannot be kept."))
                    .ConfigureAwait(false);
                break;
            case var _ when Unavailability.Is(fault):
                http.Response.Headers.RetryAfter = "1";
                await Problems.Write(
                    http, Refusal.Of(ProblemKinds.Unavailable, "The database is busy or away; try again."))
                    .ConfigureAwait(false);
                LogUnavailable(http.Request.Path, fault.Message);
                break;
            default:
                LogBug(http.Request.Method, http.Request.Path, http.TraceIdentifier, fault);
                await Problems.Write(
                    http, Refusal.Of(ProblemKinds.Internal, $"A bug; the log has it as {http.TraceIdentifier}."))
                    .ConfigureAwait(false);
                break;
        }
    }

    private static string Detail(BadHttpRequestException bad) =>
        bad.InnerException is JsonException inner ? inner.Message : bad.Message;

    private static Refusal Bare(int status) => Refusal.Of(
        KindOf(status),
        status switch
        {
            StatusCodes.Status404NotFound => "There is no such resource.",
            StatusCodes.Status405MethodNotAllowed => "The resource does not have this method.",
            StatusCodes.Status415UnsupportedMediaType => "The resource does not take this media type.",
            _ => $"The request was refused with {status}.",
        });

    private static string KindOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => ProblemKinds.NotFound,
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => ProblemKinds.Timeout,
        StatusCodes.Status413PayloadTooLarge => ProblemKinds.TooLarge,
        StatusCodes.Status401Unauthorized => ProblemKinds.Unauthorized,
        _ => ProblemKinds.InvalidBody,
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} ({Trace}) failed.")]
    private partial void LogBug(string method, string path, string trace, Exception fault);

    [LoggerMessage(LogLevel.Warning, "{Path}: {Cause}")]
    private partial void LogUnavailable(string path, string cause);
}
