using System.Diagnostics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using EdgeFlow.Ledger.Replay;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Replays;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.History;

/// <summary>A stretch of the history happens again, and nothing real changes.</summary>
public sealed class ReplayTests(ReplayTests.Running running) : IClassFixture<ReplayTests.Running>
{
    [Fact]
    public async Task Replay_WholeHistory_GivesEveryEventInOrderAtItsPaceAndChangesNothing()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        await plane.Declare(Manifests.Chain("again", "batch"));
        await plane.Submit(new JobSubmission("again", Job: "j", Frames: 3));
        await plane.Until("j", job => job.Status == JobStatus.Completed);
        await plane.Departed("j");
        var events = await plane.Events();
        var last = events[^1].Sequence;

        var told = await Messages(plane, $"to={last}&speed=max");

        Assert.Equal(ReplayBegin.MessageType, told[0].EventType);
        Assert.Equal(ReplayBegin.EndType, told[^1].EventType);
        Assert.Equal(
            events.Select(item => (item.Sequence, item.Type, item.Actor)),
            told[1..^1].Select(Event).Select(item => (item.Sequence, item.Type, item.Actor)));
        var steps = told[1..^1].Select(item => Read<ReplayedEvent>(item.Data)).ToList();
        Assert.Equal(
            ["submitted", "planned", "running", "completed"],
            steps.SelectMany(step => step.Change.Jobs).Select(job => job.Status).Distinct());
        Assert.Equal(["one"], steps.First(step => step.Type == "job_planned").Change.Jobs.Single().Nodes);

        // The middle alone begins with what there was before it, and takes no less time than it took.
        var adopted = events.First(item => item.Type == "plan_adopted");
        var watch = Stopwatch.StartNew();
        var part = await Messages(plane, $"from={adopted.Sequence}&to={last}&speed=2");
        var span = (events[^1].At - adopted.At) / 2;
        Assert.True(watch.Elapsed >= span * 0.99, $"{span} were replayed in {watch.Elapsed}.");
        var begin = Read<ReplayBegin>(part[0].Data);
        Assert.Equal(("j", "submitted"), begin.State.Jobs.Select(job => (job.Job, job.Status)).Single());
        Assert.Equal(("one", "ready"), begin.State.Nodes.Select(node => (node.Node, node.Status)).Single());
        Assert.Equal(adopted.Sequence, Event(part[1]).Sequence);

        var at = Uri.EscapeDataString($"{adopted.At:O}");
        var between = await Messages(plane, $"from={at}&to={at}&speed=max");
        Assert.Contains(between, item => item.EventType == "plan_adopted");
        Assert.Equal(last, (await plane.Events())[^1].Sequence);
    }

    [Theory]
    [InlineData("speed=0")]
    [InlineData("speed=-1")]
    [InlineData("speed=1e9")]
    [InlineData("speed=NaN")]
    [InlineData("from=yesterday")]
    [InlineData("from=-1")]
    [InlineData("from=5&to=3")]
    [InlineData("to=1%27;drop%20table%20mt_events")]
    [InlineData("from=9999-12-31T23:59:59Z")]
    [InlineData("from=9223372036854775807")]
    public async Task Replay_NoSuchRangeOrSpeed_IsRefused(string query)
    {
        var answer = await running.Plane.Http.GetAsync($"/v1/replay?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Replay_FromTheBeginningOfTime_IsFromTheFirstEvent() => Assert.Equal(
        1, Read<ReplayBegin>((await Messages(running.Plane, "from=0001-01-01&speed=max"))[0].Data).From);

    [Theory]
    [InlineData("since=0001-01-01&until=9999-12-31T23:59:59.9999999Z", true)]
    [InlineData("type=node_registered&type=%27--", true)]
    [InlineData("actor=%27%20or%201=1", false)]
    [InlineData("actor=", false)]
    [InlineData("since=soon", false)]
    [InlineData("correlation=%00", false)]
    [InlineData("version=-9223372036854775808", true)]
    [InlineData("causation=plan/1", true)]
    public async Task Events_AnyFilter_IsAnsweredOrRefused(string query, bool isFine)
    {
        var answer = await running.Plane.Http.GetAsync($"/v1/events?{query}");

        Assert.Equal(isFine ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Replay_AllPlacesTaken_SaysSoAndGivesThemBack()
    {
        await using var plane = await Plane.Start();
        var replays = plane.Control.Parts.GetRequiredService<Replays>();
        for (var place = 0; place < ReplayLimits.MaxConcurrent; place++)
        {
            Assert.True(replays.TryEnter());
        }

        var answer = await plane.Http.GetAsync("/v1/replay");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);

        replays.Leave();
        Assert.Equal(2, (await Messages(plane, "speed=max&to=0")).Count);
        Assert.True(replays.TryEnter());
    }

    private static async Task<List<SseItem<string>>> Messages(Plane plane, string query)
    {
        await using var body = await plane.Http.GetStreamAsync($"/v1/replay?{query}");
        return await SseParser.Create(body).EnumerateAsync().ToListAsync();
    }

    private static EventView Event(SseItem<string> item) => Read<EventView>(item.Data);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ProtocolJson.Options)!;

    /// <summary>A control plane for questions that change nothing.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public Plane Plane { get; private set; } = null!;

        public async Task InitializeAsync() => Plane = await Plane.Start();

        public async Task DisposeAsync() => await Plane.DisposeAsync();
    }
}
