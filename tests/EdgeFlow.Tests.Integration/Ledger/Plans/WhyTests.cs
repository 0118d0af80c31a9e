using System.Net.Http.Json;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Plans;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Plans;

/// <summary>Why, why not, verify, diff and the planner's runs over HTTP, on a whole control plane.</summary>
public sealed class WhyTests
{
    private static readonly (string Path, int Status)[] Nonsense =
    [
        ("/v1/plans/verify?revision=99", 404),
        ("/v1/plans/verify?revision=-1", 404),
        ("/v1/plans/verify?revision=2147483647", 404),
        ("/v1/plans/verify?revision=1&all=true", 400),
        ("/v1/plans/verify?since=yesterday'--", 400),
        ("/v1/solves?outcome=stolen", 400),
        ("/v1/solves?origin=';drop", 400),
        ("/v1/solves?limit=100000", 400),
        ("/v1/solves?cursor=nonsense", 400),
        ("/v1/solves?policy=%27%3B%20drop%20table%20jobs", 200),
        ("/v1/solves/12345", 404),
        ("/v1/plans/99/jobs/j/explanation", 404),
        ("/v1/plans/99/jobs/j/why-not?task=t&node=n", 404),
        ("/v1/plans/99/jobs/j/why-not?task=T&node=n", 400),
        ("/v1/plans/99/jobs/j/rate", 404),
        ("/v1/plans/98/diff/99", 404),
        ("/v1/nodes/nobody/why", 404),
        ("/v1/plans/current/jobs/nobody/rate", 404),
    ];

    [Fact]
    public async Task Questions_OfPresentAndPastPlans_AreAnswered()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await Register(plane, "one", 10);
        await Register(plane, "two", 10);
        await plane.Declare(Manifests.Chain("flow"));
        await plane.Submit(new JobSubmission("flow", Job: "first"));
        var first = (await plane.Until("first", view => view.Epoch > 0)).Epoch;
        await plane.Submit(new JobSubmission("flow", Job: "second"));
        var second = (await plane.Until("second", view => view.Epoch > 0)).Epoch;

        var verdicts = await Lines(plane, "/v1/plans/verify?all=true");
        Assert.All(verdicts, verdict => Assert.True(verdict.Verdict == SolveVerdict.Identical, verdict.Words));
        Assert.Single(await Lines(plane, $"/v1/plans/verify?revision={first}"));
        Assert.Single(await Lines(plane, "/v1/plans/verify"));
        Assert.Empty(await Lines(plane, "/v1/plans/verify?since=2999-01-01"));

        var solves = await plane.Get<Page<SolveView>>("/v1/solves?limit=1000&outcome=adopted&policy=tier0/4");
        Assert.Contains(solves.Items, solve => solve.Revision == second);
        var one = await plane.Get<SolveView>($"/v1/solves/{solves.Items[0].Id}");
        Assert.NotNull(one.Snapshot);
        Assert.NotNull(one.Proposal);

        var past = await plane.Get<JobExplanation>($"/v1/plans/{first}/jobs/first/explanation");
        Assert.Equal((first, null), (past.Revision, past.WaitsFor));
        Assert.All(past.Tasks, task => Assert.NotEmpty(task.Words));
        var rate = await plane.Get<RateExplanation>("/v1/plans/current/jobs/second/rate");
        Assert.True(rate.RatePerSecond > 0);
        Assert.NotEmpty(rate.Words);
        Assert.Equal(first, (await plane.Get<RateExplanation>($"/v1/plans/{first}/jobs/first/rate")).Revision);
        var other = past.Tasks[0].Node == "one" ? "two" : "one";
        var not = await plane.Get<WhyNotAnswer>($"/v1/plans/{first}/jobs/first/why-not?task=count&node={other}");
        Assert.Contains(not.Verdict, new[] { "worse", "noWorse" });

        var difference = await plane.Get<PlanDifference>($"/v1/plans/{first}/diff/{second}");
        Assert.Equal(
            JobDifference.Placed, Assert.Single(difference.Jobs, job => job.Job == "second").Change);
        Assert.Contains(difference.Why, why => why.Contains("job second arrived", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Questions_OfNothingOrNonsense_AreClearlyRefused()
    {
        await using var plane = await Plane.Start();
        foreach (var (path, status) in Nonsense)
        {
            using var response = await plane.Http.GetAsync(path);

            Assert.True(status == (int)response.StatusCode, $"{path}: {response.StatusCode}");
            Assert.Equal(
                status == 200 ? "application/json" : "application/problem+json",
                response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Node_GivenUpThenBack_SaysWhatWasMissing()
    {
        await using var plane = await Plane.Start(options => options with
        {
            Leases = new LeaseOptions { SuspectAfter = TimeSpan.FromHours(1) },
        });
        await Register(plane, "silent", 10);
        var lost = await UntilWhy(plane, its => its is { Losses.Count: > 0, Status: "lost" });

        var loss = lost.Losses[0];
        Assert.Equal((2_000d, 400d, null), (loss.LeaseMs, loss.HeartbeatMs, loss.RefusedAt));
        Assert.True(loss.Missing >= 5, $"{loss}");
        Assert.Contains(lost.Words, words => words.Contains("heartbeats were missing", StringComparison.Ordinal));

        var beat = new Heartbeat("p-silent", 1, false, [], []);
        (await plane.Http.PostAsJsonAsync("/v1/nodes/silent/heartbeat", beat, ProtocolJson.Options))
            .EnsureSuccessStatusCode();
        var back = await UntilWhy(plane, its => its.Losses[^1].Ended is not null);
        Assert.Equal("returned", back.Losses[^1].Ended);
    }

    private static async Task<NodeExplanation> UntilWhy(Plane plane, Func<NodeExplanation, bool> holds)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var its = await plane.Get<NodeExplanation>("/v1/nodes/silent/why");
            if (holds(its))
            {
                return its;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), string.Join('\n', its.Words));
            await Task.Delay(20);
        }
    }

    private static async Task<IReadOnlyList<SolveVerdict>> Lines(Plane plane, string path)
    {
        await plane.Control.Parts.GetRequiredService<PlanLedger>().Flush(default);
        var text = await plane.Http.GetStringAsync(path);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            System.Text.Json.JsonSerializer.Deserialize<SolveVerdict>(line, ProtocolJson.Options)!)];
    }

    private static async Task Register(Plane plane, string name, double speed)
    {
        var none = new Dictionary<string, string>();
        var node = new NodeRegistration(
            name, $"p-{name}", $"http://{name}", speed, 1L << 30, "kind", "", none, none);
        var response = await plane.Http.PostAsJsonAsync("/v1/nodes", node, ProtocolJson.Options);
        response.EnsureSuccessStatusCode();
    }
}
