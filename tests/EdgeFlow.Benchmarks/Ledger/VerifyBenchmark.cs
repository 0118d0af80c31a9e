using System.Diagnostics;
using System.Text;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Planner;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Control.Database;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>
/// Plans of a network with many jobs, each one job later or one earlier than the one before: made again from their
/// stored bytes, on one core and on all; and what it costs to keep them, beside the one text a plan that was kept
/// before.
/// </summary>
internal static class VerifyBenchmark
{
    private const int Nodes = 70;
    private const int Jobs = 50;
    private const int Plans = 200;
    private const int Rounds = 5;

    // What was kept before: the snapshot and the report as texts.
    private const string Earlier = """
        insert into plan_ledger (snapshot_hash, snapshot, report) values ($1, $2, $3) on conflict do nothing
        """;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var solves = Solves(run.Short ? Plans / 4 : Plans);
        var kept = solves.Select((solve, k) => Kept(k, solve)).ToList();
        var cores = Environment.ProcessorCount;
        var speeds = await Turns.Take(
            1, run.Rounds(Rounds), () => Task.FromResult(PlansPerSecond(kept, 1)),
            () => Task.FromResult(PlansPerSecond(kept, cores)));
        var what = $"{Jobs} jobs on {Nodes} nodes";
        return
        [
            Row.Printed($"plans made again and compared, {what}, one core", speeds[0].Text("plans/s")),
            Row.Printed($"plans made again and compared, {what}, {cores} cores", speeds[1].Text("plans/s")),
            .. await Keeping(run, solves, what),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Keeping(BenchmarkRun run, IReadOnlyList<Solve> solves, string what)
    {
        var address = await (await run.Database()).Fresh("verify");
        await using var database = await ControlDatabase.Open(
            new DatabaseOptions(address, "unused"), TimeProvider.System, NullLogger.Instance, default);
        await using var ledger = new PlanLedger(
            database.Source, TimeProvider.System, NullLogger<PlanLedger>.Instance);
        var turns = await Turns.Take(1, run.Rounds(Rounds), () => Now(database.Source, ledger, solves),
            () => Before(database.Source, solves));
        var plain = solves.Average(
            solve => solve.SnapshotBytes.Length + SnapshotCanonical.Bytes(solve.Proposal).Length);
        var stored = await Number(database.Source, "select sum(length(packed)) from plan_contents") / solves.Count;
        return
        [
            Row.Printed($"keeping one solve, durable, {what}", turns[0].Text("ms"), $"before: {turns[1].Text("ms")}")
                with { Ratio = turns[0].Over(turns[1]).Text("×") },
            Row.Printed(
                $"bytes of one solve, {what}", $"{Figure.Text(stored / 1e3)} kB",
                $"plain: {Figure.Text(plain / 1e3)} kB"),
        ];
    }

    private static double PlansPerSecond(IReadOnlyList<RecordedPlan> kept, int cores)
    {
        var start = Stopwatch.GetTimestamp();
        var wrong = 0;
        Parallel.ForEach(kept, new ParallelOptions { MaxDegreeOfParallelism = cores }, plan =>
        {
            if (PlanVerdicts.Of(plan).Verdict != SolveVerdict.Identical)
            {
                Interlocked.Increment(ref wrong);
            }
        });
        return wrong == 0 ? kept.Count / Stopwatch.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"{wrong} of {kept.Count} plans are not made again as they were.");
    }

    private static async Task<double> Now(NpgsqlDataSource database, PlanLedger ledger, IReadOnlyList<Solve> solves)
    {
        await Number(database, "truncate plan_solves, plan_contents");
        var start = Stopwatch.GetTimestamp();
        foreach (var solve in solves)
        {
            // A copy has not made its bytes yet, as none has at an adoption.
            await ledger.Propose(Fresh(solve), default);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / solves.Count;
    }

    private static async Task<double> Before(NpgsqlDataSource database, IReadOnlyList<Solve> solves)
    {
        await Number(database, "truncate plan_ledger");
        var start = Stopwatch.GetTimestamp();
        foreach (var solve in solves)
        {
            var bytes = SnapshotCanonical.Bytes(solve.Snapshot);
            await using var insert = database.CreateCommand(Earlier);
            insert.Parameters.AddWithValue(SnapshotCanonical.HashOf(bytes));
            insert.Parameters.AddWithValue(Encoding.UTF8.GetString(bytes));
            insert.Parameters.AddWithValue(System.Text.Json.JsonSerializer.Serialize(
                solve.Proposal.Report, EdgeFlow.Domain.Serialization.DomainJson.Options));
            await insert.ExecuteNonQueryAsync();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / solves.Count;
    }

    private static List<Solve> Solves(int count)
    {
        var world = new LoadedWorld(Nodes, Jobs);
        var solves = new List<Solve>();
        for (var turn = 0; solves.Count < count; turn++)
        {
            var snapshot = turn % 2 == 0 ? world.Arrival() : world.Departure(turn);
            var time = world.Plan(snapshot);
            solves.Add(new Solve(
                SolveOrigin.Event, "a benchmark", 1, snapshot, world.Last, null, IsWarm: true, time,
                DateTimeOffset.UnixEpoch));
        }

        return solves;
    }

    private static Solve Fresh(Solve solve) => new(
        solve.Origin, solve.Trigger, solve.Attempt, solve.Snapshot, solve.Proposal, solve.WorkBudget, solve.IsWarm,
        solve.WallMs, solve.SolvedAt);

    private static RecordedPlan Kept(int number, Solve solve) => new(
        number, solve.Proposal.Parent + 1, "adopted", solve.Proposal.Report.Policy, solve.SnapshotBytes,
        SnapshotCanonical.Bytes(solve.Proposal), null, null, null);

    private static async Task<double> Number(NpgsqlDataSource database, string text)
    {
        await using var command = database.CreateCommand(text);
        return await command.ExecuteScalarAsync() is { } value and not DBNull
            ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }
}
