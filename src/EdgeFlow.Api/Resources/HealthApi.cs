using EdgeFlow.Api.Hosting;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Leadership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace EdgeFlow.Api.Resources;

/// <summary>
/// <c>/healthz</c>: the process lives. <c>/readyz</c>: it can serve. Both are open to everybody and say nothing else;
/// what is missing, where things are and who decides is for operators: <c>/v1/readiness</c>.
/// </summary>
internal static class HealthApi
{
    private const string Ok = "ok";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Replies.Json(new { status = "alive" })).WithSummary("The process lives");
        routes.MapGet("/readyz", Ready)
            .WithSummary("It can serve: the database answers, and the sidecar gives out work");
        routes.MapGet("/v1/readiness", Readiness).WithSummary("What answers, where the sidecar is, and who decides");
    }

    private static async Task<IResult> Ready(
        HttpContext http, NpgsqlDataSource database, SidecarProbe probe, TimeProvider time)
    {
        var (databaseState, sidecarState) = await Asked(http, database, probe, time);
        var ready = databaseState == Ok && sidecarState == Ok;
        return Replies.Json(
            new { status = ready ? "ready" : "not ready" },
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> Readiness(
        HttpContext http, NpgsqlDataSource database, SidecarProbe probe, Leader leader, TimeProvider time,
        SidecarPlace sidecar)
    {
        var (databaseState, sidecarState) = await Asked(http, database, probe, time);
        return Replies.Json(new
        {
            database = databaseState,
            sidecar = sidecarState,
            sidecarAddress = sidecar.Advertised,
            leader = leader.IsLeading,
        });
    }

    private static async Task<(string Database, string Sidecar)> Asked(
        HttpContext http, NpgsqlDataSource database, SidecarProbe probe, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        var databaseState = await Try(async () =>
        {
            await using var select = database.CreateCommand("select 1");
            await select.ExecuteScalarAsync(either.Token);
        });
        return (databaseState, await Try(() => probe.Check(either.Token)));
    }

    private static async Task<string> Try(Func<Task> check)
    {
        try
        {
            await check();
            return Ok;
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException
            or EdgeFlow.Durable.Grpc.GrpcException or EdgeFlow.Dapr.DaprException)
        {
            return fault.Message;
        }
    }
}
