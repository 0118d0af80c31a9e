using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Plans;

/// <summary>Every run of the planner is kept, and can be made again.</summary>
public sealed class PlanLedgerTests
{
    [Fact]
    public async Task Replan_AdoptedThenUnchanged_KeepsBothAndMakesThemAgain()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Submit("job-b");
        Assert.Equal(ReplanOutcome.Adopted, await bench.Replan());
        Assert.Equal(ReplanOutcome.Unchanged, await bench.Replan("nothing"));
        await bench.Lose("n0");
        await bench.Replan("n0 was lost");

        var solves = await bench.Solves();
        Assert.Equal(["adopted", "unchanged"], solves.Take(2).Select(solve => solve.Outcome));
        var first = solves[0];
        Assert.Equal((1, "event", "tier0/4", 2), (first.Revision, first.Origin, first.Policy, first.Changed));
        Assert.All(solves, solve => Assert.True(solve is { IsWarm: true, WallMs: > 0, Snapshot: not null }));
        var verdicts = await bench.Verify();
        Assert.Equal(solves.Count, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.True(verdict.Verdict == SolveVerdict.Identical, verdict.Words));
    }

    [Fact]
    public async Task Find_Revision_HasTheSnapshotAndReportOfThen()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Replan();
        await bench.Replan("nothing");
        await bench.Solves();

        var plan = (await bench.Part<PlanViews>().Find(1, default))!;

        Assert.Equal("tier0/4", plan.Report!.Value.GetProperty("policy").GetString());
        Assert.Equal(0, plan.Snapshot!.Value.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Improve_NothingBetter_IsKeptWithItsBudget()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Replan();
        await bench.Part<PlanImprover>().Improve(-1, default);

        var improved = (await bench.Solves()).Single(solve => solve.Origin == "improvement");

        Assert.Equal(bench.Part<PlanningOptions>().ImproveWork, improved.WorkBudget);
        Assert.Contains(improved.Outcome, new[] { "notBetter", "adopted" });
        Assert.All(await bench.Verify(), verdict => Assert.Equal(SolveVerdict.Identical, verdict.Verdict));
    }

    [Fact]
    public async Task Improve_NothingBetter_SaysHowNearThePlanIsToTheBest()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Replan();
        Assert.Null(await bench.Part<PlanProofs>().Known(1, default));
        await bench.Part<PlanImprover>().Improve(-1, default);

        var inForce = (await bench.Part<PlanViews>().Find(null, default))!;
        var gap = inForce.Gap ?? (await bench.Part<PlanProofs>().Known(inForce.Revision, default))!.Gap;
        Assert.InRange(gap!.Value, 0, 1);
        Assert.Null(await bench.Part<PlanProofs>().Known(inForce.Revision + 1, default));
    }

    [Fact]
    public async Task Adopt_BrokenOrOutrunProposal_IsKeptAsThat()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        var (state, solve) = await Planned(bench);
        var proposal = solve.Proposal;
        var broken = proposal with { Jobs = [proposal.Jobs[0] with { Placements = [] }] };
        await bench.Replan();

        var replanner = bench.Part<Replanner>();
        var refused = await replanner.Adopt(state, solve with { Proposal = broken }, broken, default);
        Assert.Equal(ReplanOutcome.Refused, refused);
        await bench.Solves();
        Assert.Null(await replanner.Adopt(state, solve, proposal, default));

        var kept = (await bench.Solves()).ToList();
        Assert.Equal(["adopted", "rejected", "superseded"], kept.Select(row => row.Outcome));
        Assert.NotNull(kept[1].Detail);
        Assert.All(kept.Skip(1), row => Assert.Null(row.Revision));
        Assert.Equal(SolveVerdict.Identical, (await bench.Verify())[2].Verdict);
    }

    [Fact]
    public async Task Adopt_EventAfterTheStateWasRead_IsNamedByTheNextPlanOnly()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        var (state, solve) = await Planned(bench);

        await bench.Submit("job-b");
        await bench.Part<Replanner>().Adopt(state, solve, solve.Proposal, default);
        await bench.Replan();

        var views = bench.Part<PlanViews>();
        var (first, second) = ((await views.Find(1, default))!.Trigger, (await views.Find(2, default))!.Trigger);
        Assert.Contains("job job-a arrived", first, StringComparison.Ordinal);
        Assert.DoesNotContain("job-b", first, StringComparison.Ordinal);
        Assert.Equal("job job-b arrived", second);
    }

    [Fact]
    public async Task Contents_ManySolves_AreStoredOnceAndAsDifferences()
    {
        await using var bench = await SolveBench.Start(nodes: 8);
        for (var k = 0; k < 30; k++)
        {
            await bench.Submit($"job-{k:00}");
            await bench.Replan();
            await bench.Replan("nothing");
        }

        var solves = await bench.Solves();
        Assert.Equal(60, solves.Count);
        Assert.Equal(
            solves.SelectMany(s => new[] { s.Snapshot, s.Proposal }).Distinct().Count(),
            await bench.Sql("select count(*) from plan_contents"));
        Assert.InRange(await bench.Sql("select sum(size) / sum(length(packed)) from plan_contents"), 20, 10_000);
        Assert.All(await bench.Verify(), verdict => Assert.Equal(SolveVerdict.Identical, verdict.Verdict));
    }

    [Fact]
    public async Task Verify_RowsChangedInTheDatabase_AreFound()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Replan();
        await bench.Submit("job-b");
        await bench.Replan();
        await bench.Solves();
        await bench.Sql("""
            update mt_events set data = jsonb_set(data, '{jobs,0,rate}', '12345')
            where stream_id = 'plan' and version = 1
            """);
        await bench.Sql("""
            update plan_contents set packed = 'torn' where hash = (select proposal from plan_solves where revision = 2)
            """);

        var verdicts = await bench.Verify();

        Assert.Equal([SolveVerdict.Different, SolveVerdict.Damaged], verdicts.Select(verdict => verdict.Verdict));
        Assert.Equal("/jobs/0/rate", verdicts[0].Difference!.Pointer);
        Assert.Equal(SolveVerdict.Damaged, Assert.Single(await bench.Verify(new VerifyScope(2, null))).Verdict);
        Assert.Empty(await bench.Verify(new VerifyScope(3, null)));
        Assert.Empty(await bench.Verify(new VerifyScope(null, DateTimeOffset.MaxValue)));
    }

    [Fact]
    public async Task Verify_WhatAnEarlierVersionKept_IsMadeAgainOrTrimmed()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Replan();
        await bench.Submit("job-b");
        await bench.Replan();
        var first = (await bench.Solves())[0];
        var plan = (await bench.Part<PlanViews>().Find(1, default))!;
        await using (var insert = bench.Part<Npgsql.NpgsqlDataSource>().CreateCommand(
            "insert into plan_ledger (snapshot_hash, snapshot, report) values ($1, $2, $3)"))
        {
            insert.Parameters.AddWithValue(plan.SnapshotHash);
            insert.Parameters.AddWithValue(plan.Snapshot!.Value.GetRawText());
            insert.Parameters.AddWithValue(plan.Report!.Value.GetRawText());
            await insert.ExecuteNonQueryAsync();
        }

        await bench.Sql("delete from plan_solves");

        var verdicts = await bench.Verify();

        Assert.Equal([SolveVerdict.Identical, SolveVerdict.Trimmed], verdicts.Select(verdict => verdict.Verdict));
        Assert.Equal(SnapshotCanonical.HashOf(
            System.Text.Encoding.UTF8.GetBytes(plan.Snapshot!.Value.GetRawText())), first.Snapshot);
        Assert.NotNull((await bench.Part<PlanViews>().Find(1, default))!.Report);
    }

    [Fact]
    public async Task Tidy_OpenAndOldSolves_AreSettledAndTrimmed()
    {
        await using var bench = await SolveBench.Start();
        await bench.Submit("job-a");
        await bench.Replan();
        await bench.Replan("nothing");
        await bench.Submit("job-b");
        await bench.Replan();
        await bench.Solves();
        await bench.Sql("update plan_solves set outcome = 'proposed', revision = null where outcome = 'adopted'");
        await bench.Sql("""
            insert into plan_solves (solved_at, origin, trigger, attempt, parent, outcome, policy, seed, goal, warm,
              snapshot, proposal, objective, work, wall_ms, nodes, jobs, changed, waiting, moved)
            select solved_at, origin, trigger, attempt, parent, outcome, policy, seed, goal, warm, snapshot, proposal,
              objective, work, wall_ms, nodes, jobs, changed, waiting, moved from plan_solves where parent = 0
            """);
        await bench.Sql("update plan_solves set solved_at = solved_at - interval '60 days'");
        await bench.Sql("update plan_contents set stored_at = stored_at - interval '60 days'");

        await bench.Part<PlanLedger>().Tidy(default);

        var kept = await bench.Solves();
        Assert.Equal(["adopted", "adopted"], kept.Select(row => row.Outcome));
        Assert.Equal([1, 2], kept.Select(row => row.Revision!.Value));
        Assert.All(await bench.Verify(), verdict => Assert.Equal(SolveVerdict.Identical, verdict.Verdict));
    }

    // What is there now, and a plan for it that nobody has adopted.
    private static async Task<(NetworkState State, Solve Solve)> Planned(SolveBench bench)
    {
        var state = await bench.Part<NetworkReader>().Read(default);
        var snapshot = SnapshotBuilder.Build(state, bench.Part<PlanningOptions>());
        var proposal = EdgeFlow.Planning.Planner.Plan(snapshot, 1);
        return (state, new Solve(
            SolveOrigin.Event, "a test", 1, snapshot, proposal, null, IsWarm: false, 1, DateTimeOffset.UnixEpoch));
    }
}
