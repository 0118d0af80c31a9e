using System.Globalization;
using System.Net;
using EdgeFlow.Durable;
using EdgeFlow.Sidecar;
using EdgeFlow.Sidecar.Hosting;
using Npgsql;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>
/// Ten-step durable workflows a second through the embedded sidecar: a real worker and client, in the sidecar's process
/// as the control plane has them or over gRPC, and a real PostgreSQL with durable commits, all on this machine.
/// </summary>
internal static class WorkflowBenchmark
{
    /// <summary>Measures 1, 32 and 64 workflows at once, each way, and prints one line for each.</summary>
    /// <param name="connectionString">A server on which a database of its own may be created.</param>
    /// <param name="output">Where the table goes.</param>
    public static async Task Run(string connectionString, TextWriter output)
    {
        await output.WriteLineAsync(
            "10-step workflows    at once   workflows/s   steps/s   step p50 ms   step p99 ms");
        foreach (var (concurrency, inProcess) in
            from way in new[] { true, false } from number in new[] { 1, 32, 64 } select (number, way))
        {
            var figures = await Measure(connectionString, concurrency, inProcess);
            var name = inProcess ? "EdgeFlow, in process" : "EdgeFlow, gRPC";
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-20} {concurrency,7} {figures.WorkflowsPerSecond,13:0} "
                + $"{figures.WorkflowsPerSecond * TenSteps.Steps,9:0} "
                + $"{figures.StepP50Ms,13:0.00} {figures.StepP99Ms,13:0.00}"));
        }
    }

    /// <summary>Measures one number of workflows at once, on a fresh database.</summary>
    /// <param name="connectionString">A server on which a database of its own may be created.</param>
    /// <param name="concurrency">How many workflows run at once.</param>
    /// <param name="inProcess">Whether worker and client reach the sidecar directly, or over gRPC.</param>
    public static async Task<(double WorkflowsPerSecond, double StepP50Ms, double StepP99Ms)> Measure(
        string connectionString, int concurrency, bool inProcess = true)
    {
        var database = await FreshDatabase(connectionString);
        await using var sidecar = await EmbeddedSidecar.StartAsync(
            new EmbeddedSidecarOptions { ConnectionString = database }, new IPEndPoint(IPAddress.Loopback, 0));
        return await TenSteps.Measure(
            new WorkerOptions { Address = sidecar.Address, Transport = inProcess ? sidecar.Local() : null },
            new ClientOptions { Address = sidecar.Address, Transport = inProcess ? sidecar.Local() : null },
            concurrency);
    }

    private static async Task<string> FreshDatabase(string connectionString)
    {
        var name = $"sidecar_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }
}
