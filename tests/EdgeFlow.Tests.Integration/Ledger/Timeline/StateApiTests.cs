using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.State;
using EdgeFlow.Tests.Integration.Api;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Timeline;

/// <summary>The past over HTTP: states, lists and deltas.</summary>
public sealed class StateApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Get_StatesListsAndDeltas_TellHowItWas()
    {
        await Register("early", 10);
        var oneNode = await Last();
        await Register("late", 20);
        await api.Http.PutAsJsonAsync(
            "/v1/links/early--late", new LinkDeclaration("early", "late", 10_000_000, 1), ProtocolJson.Options);
        var refused = await api.Plane.Submit(
            new JobSubmission("sample", Job: "refused", RequiredRate: 900_000, WhenInfeasible: "refuse"));
        await api.Plane.Until(refused.Job, view => view.Status == JobStatus.Refused);
        var running = await api.Plane.Submit(new JobSubmission("sample", Job: "running"));
        await api.Plane.Until(running.Job, view => view.Epoch > 0);
        await api.Http.DeleteAsync("/v1/links/early--late");
        var end = await Last();

        // Then there was one node; now there are two.
        Assert.Equal(["early"], (await Page<NodeView>($"/v1/nodes?at={oneNode}")).Select(node => node.Node));
        Assert.Equal(["early", "late"], (await Page<NodeView>($"/v1/nodes?at={end}")).Select(node => node.Node));
        await ApiFixture.Problem(
            await api.Http.GetAsync($"/v1/nodes/late?at={oneNode}"), HttpStatusCode.NotFound, ProblemKinds.NotFound);
        Assert.Empty(await Page<JobView>($"/v1/jobs?at={oneNode}"));
        Assert.Empty(await Page<LinkView>($"/v1/links?at={end}"));
        await AssertJobs(end);

        var plans = await Page<PlanView>($"/v1/plans?at={end}");
        var current = await api.Plane.Get<PlanView>($"/v1/plans/current?at={end}");
        Assert.Equal(plans[0].Revision, current.Revision);
        var state = await api.Plane.Get<StateView>($"/v1/state?at={end}");
        Assert.Equal((end, 1, 2, 0), (state.Sequence, state.Counts.Jobs, state.Counts.Nodes, state.Counts.Links));
        Assert.Equal(1, state.Counts.Ended!.Refused);
        Assert.Equal(["running"], state.Plan!.Jobs.Select(job => job.Job));
        await AssertDeltas(oneNode, end, state);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("yesterday")]
    [InlineData("99999999999999999999")]
    [InlineData("1';drop table jobs;--")]
    [InlineData("2026-11-21T10:00:00")]
    [InlineData("999999999")]
    [InlineData("2999-01-01T00:00:00Z")]
    public async Task Get_NoPlaceInTheHistory_IsRefusedInWords(string at)
    {
        foreach (var path in (string[])["/v1/state", "/v1/jobs", "/v1/nodes", "/v1/links", "/v1/plans", "/v1/jobs/x"])
        {
            var problem = await ApiFixture.Problem(
                await api.Http.GetAsync($"{path}?at={Uri.EscapeDataString(at)}"), HttpStatusCode.BadRequest,
                ProblemKinds.InvalidQuery);
            Assert.StartsWith("at ", problem.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_BeforeTheBeginning_IsEmptyAndSaysSo()
    {
        foreach (var at in (string[])["0", "1999-12-31", "2001-02-03T04:05:06+01:00"])
        {
            var state = await api.Plane.Get<StateView>($"/v1/state?at={at}");
            Assert.Equal(0, state.Sequence);
            Assert.Contains("before the first event", state.Note, StringComparison.Ordinal);
            Assert.Empty(await Page<JobView>($"/v1/jobs?at={at}"));
        }
    }

    [Fact]
    public async Task Get_DeltasBackwards_IsRefused() => await ApiFixture.Problem(
        await api.Http.GetAsync("/v1/state/deltas?from=1&to=0"), HttpStatusCode.BadRequest, ProblemKinds.InvalidQuery);

    private async Task AssertJobs(long end)
    {
        var jobs = await Page<JobView>($"/v1/jobs?at={end}");
        Assert.Equal(["running", "refused"], jobs.Select(job => job.Job));
        Assert.Equal([JobStatus.Refused], (await Page<JobView>($"/v1/jobs?at={end}&status=refused")).Select(
            job => job.Status));
        var first = await api.Plane.Get<Page<JobView>>($"/v1/jobs?at={end}&limit=1");
        var second = await api.Plane.Get<Page<JobView>>($"/v1/jobs?at={end}&limit=1&cursor={first.Next}");
        Assert.Equal(["running", "refused"], first.Items.Concat(second.Items).Select(job => job.Job));

        var one = await api.Plane.Get<JobView>($"/v1/jobs/running?at={end}");
        Assert.Equal(3, one.Tasks!.Count);
        Assert.All(one.Tasks, task => Assert.NotNull(task.Node));
        var gone = await api.Plane.Get<JobView>($"/v1/jobs/refused?at={end}");
        Assert.Equal(JobStatus.Refused, gone.Status);
    }

    private async Task AssertDeltas(long from, long to, StateView end)
    {
        StateDelta? last = null;
        var (seen, cursor) = (0, "");
        do
        {
            var page = await api.Plane.Get<Page<StateDelta>>(
                $"/v1/state/deltas?from={from}&to={to}&limit=3{cursor}");
            (seen, last) = (seen + page.Items.Count, page.Items[^1]);
            cursor = page.Next is null ? "" : $"&cursor={page.Next}";
        }
        while (cursor.Length > 0);

        var between = (await api.Plane.Events()).Count(item => item.Sequence > from && item.Sequence <= to);
        Assert.Equal(between, seen);
        Assert.Equal(to, last.Sequence);
        Assert.Equal(JsonSerializer.Serialize(end.Counts), JsonSerializer.Serialize(last.Counts));
    }

    private async Task<IReadOnlyList<T>> Page<T>(string path) => (await api.Plane.Get<Page<T>>(path)).Items;

    private async Task<long> Last() => (await api.Plane.Get<StateView>("/v1/state")).Sequence;

    private async Task Register(string node, double speed)
    {
        var response = await api.Http.PostAsJsonAsync(
            "/v1/nodes",
            new NodeRegistration(
                node, $"{node}-1", $"http://127.0.0.1:1/{node}", speed, 1_000_000_000, "kind", "",
                new Dictionary<string, string>(), new Dictionary<string, string>()),
            ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
