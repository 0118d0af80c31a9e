using EdgeFlow.Api.Hosting;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Durable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it can serve, and whether it decides.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Replies.Json(new { status = "alive" })).WithSummary("The process lives");
        routes.MapGet("/readyz", Ready).WithSummary("It can serve: database and sidecar answer");
    }

    private static async Task<IResult> Ready(
        HttpContext http, NpgsqlDataSource database, WorkflowClient workflows, Leader leader, TimeProvider time,
        SidecarPlace sidecar)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        var databaseState = await Try(async () =>
        {
            await using var select = database.CreateCommand("select 1");
            await select.ExecuteScalarAsync(either.Token);
        });
        var sidecarState = await Try(() => workflows.List(1, null, either.Token));
        var ready = databaseState == "ok" && sidecarState == "ok";
        return Replies.Json(
            new
            {
                status = ready ? "ready" : "not ready",
                database = databaseState,
                sidecar = sidecarState,
                sidecarAddress = sidecar.Advertised,
                leader = leader.IsLeading,
            },
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> Try(Func<Task> check)
    {
        try
        {
            await check();
            return "ok";
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException
            or EdgeFlow.Durable.Grpc.GrpcException)
        {
            return fault.Message;
        }
    }
}
