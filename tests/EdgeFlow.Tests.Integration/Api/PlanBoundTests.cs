using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Planning.Verification.Certificates;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>Bound and gap of the plan in force over HTTP: stored with it by the improver, or found of it while nothing
/// happens, and not told of another network than the present one.</summary>
public sealed class PlanBoundTests : IAsyncLifetime
{
    private const double Near = 1e-6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private Plane plane = null!;

    public async Task InitializeAsync()
    {
        // Nobody improves by himself, so that each test says when.
        plane = await Plane.Start(options => options with
        {
            Leases = Plane.Patient, Planning = new PlanningOptions { ImproveAfter = null, FullMesh = false },
        });
        await Join("near");
        await Join("far");
        await Link("near", "far", 80_000);
        await plane.Declare(Manifests.Pinned("walk", "stream", "near", "near", "far"));
        await plane.Submit(new JobSubmission("walk", Job: "walk"));
        await plane.Until("walk", view => view.Epoch > 0, (int)Patience.TotalSeconds);
    }

    public Task DisposeAsync() => plane.DisposeAsync().AsTask();

    [Fact]
    public async Task Current_ImproverFoundABetterPlan_HasItsBoundAndACertificateThatHolds()
    {
        var first = await plane.Get<PlanView>("/v1/plans/current");
        Assert.Null(first.Bound);
        Assert.Null(first.Gap);

        // Another way, a hundred times as wide: tier 0 leaves the routes of running jobs alone.
        await Join("way");
        await Link("near", "way", 8_000_000);
        await Link("way", "far", 8_000_000);
        await Improve("adopted");

        var plan = await plane.Get<PlanView>("/v1/plans/current");
        Assert.True(plan.Revision > first.Revision && plan.Objective > 10 * first.Objective, $"{plan}");
        AssertBound(plan);
        var snapshot = plan.Snapshot!.Value.Deserialize<NetworkSnapshot>(DomainJson.Options)!;
        var report = plan.Report!.Value.Deserialize<PlanReport>(DomainJson.Options)!;
        Assert.Equal(plan.Bound, report.Certificate!.Bound);
        Assert.Empty(CertificateCheck.Check(snapshot, report.Certificate));

        var solve = await Solve(plan.Revision);
        Assert.Equal((plan.Bound, plan.Gap), (solve.Bound, solve.Gap));
        Assert.Empty(PlanVerifier.Check(
            snapshot, solve.Proposal!.Value.Deserialize<Proposal>(DomainJson.Options)!));

        var job = await plane.Job("walk");
        Assert.Equal(plan.Bound, (await plane.Get<PlanView>($"/v1/plans/{job.Epoch}")).Bound);
    }

    [Fact]
    public async Task Current_NetworkChangedSinceThePlanWasJudged_TellsNoBoundUntilItIsJudgedAgain()
    {
        await Improve("notBetter");
        var judged = await plane.Get<PlanView>("/v1/plans/current");
        AssertBound(judged);
        Assert.Equal(judged.Gap, (await plane.Get<PlanView>($"/v1/plans/{judged.Revision}")).Gap);

        // A tenth more: too little for tier 0 to tell a job of it, so that the plan stays.
        var last = (await Solves())[0].Id;
        await Link("near", "far", 88_000);
        await Until("a look at the wider link", async () => (await Solves()).Any(solve =>
            solve.Id > last && solve.Trigger.Contains("near--far", StringComparison.Ordinal)));
        var stale = await plane.Get<PlanView>("/v1/plans/current");
        Assert.Equal(judged.Revision, stale.Revision);
        Assert.Null(stale.Bound);
        Assert.Null(stale.Gap);

        await Improve("notBetter");
        var again = await plane.Get<PlanView>("/v1/plans/current");
        AssertBound(again);
        Assert.True(again.Bound > 1.05 * judged.Bound, $"{again.Bound} after {judged.Bound}");
    }

    private static void AssertBound(PlanView plan)
    {
        Assert.True(plan.Bound >= plan.Objective * (1 - Near), $"{plan.Objective} above {plan.Bound}");
        Assert.Equal((plan.Bound!.Value - plan.Objective) / plan.Bound.Value, plan.Gap!.Value, Near);
    }

    // A search gives way to whatever happens meanwhile, and is begun again.
    private async Task Improve(string outcome)
    {
        var last = (await Solves())[0].Id;
        await Until($"an improvement that is {outcome}", async () =>
        {
            await plane.Control.Parts.GetRequiredService<PlanImprover>().Improve(-1, default);
            return (await Solves()).Any(solve =>
                solve.Id > last && solve.Origin == "improvement" && solve.Outcome == outcome);
        });
    }

    private async Task<SolveView> Solve(int revision)
    {
        var found = (await plane.Get<Page<SolveView>>($"/v1/solves?revision={revision}")).Items;
        return await plane.Get<SolveView>($"/v1/solves/{Assert.Single(found).Id}");
    }

    private async Task<IReadOnlyList<SolveView>> Solves() =>
        (await plane.Get<Page<SolveView>>("/v1/solves?limit=1000")).Items;

    private static async Task Until(string what, Func<Task<bool>> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < Patience, $"there was never {what}");
            await Task.Delay(50);
        }
    }

    private async Task Join(string name)
    {
        var none = new Dictionary<string, string>();
        var response = await plane.Http.PostAsJsonAsync(
            "/v1/nodes",
            new NodeRegistration(
                name, $"{name}-1", "http://127.0.0.1:9", 10, 1_000_000_000, "kind", "", none, none),
            ProtocolJson.Options);
        response.EnsureSuccessStatusCode();
    }

    private async Task Link(string one, string other, long bits)
    {
        var response = await plane.Http.PutAsJsonAsync(
            $"/v1/links/{one}--{other}", new LinkDeclaration(one, other, bits, 1), ProtocolJson.Options);
        response.EnsureSuccessStatusCode();
    }
}
