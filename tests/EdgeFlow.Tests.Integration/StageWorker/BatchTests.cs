using EdgeFlow.Channels.Artifacts;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.StageWorker.Directives;
using Xunit;

namespace EdgeFlow.Tests.Integration.StageWorker;

public sealed class BatchTests
{
    [Fact]
    public async Task RunTask_ChainOverTwoNodes_MovesArtifactsAndStoresResults()
    {
        await using var cluster = await Cluster.Start("n1", "n2");
        var source = await cluster["n1"].Directives.RunTask(Directive("a", "numbers", []), default);

        var sink = await cluster["n2"].Directives.RunTask(
            Directive("b", "tag", [Input(source, cluster["n1"].Address)]) with { Sink = true }, default);

        Assert.Equal((10L, 10L, "n2"), (source.Frames, sink.Frames, sink.Node));
        Assert.Equal("\"b(4)\"", cluster.Control.Results[("job", "b", 4)].Payload!.Value.GetRawText());
        Assert.Equal(10, cluster.Control.Totals["job"]);
    }

    [Fact]
    public async Task RunTask_SameAttemptAgain_IsAnsweredFromTheJournalAlsoByANewProcess()
    {
        await using var cluster = await Cluster.Start("n1");
        var name = cluster.NewName("once");
        var directive = Directive("a", "numbers", [], name);
        var both = await Task.WhenAll(
            cluster["n1"].Directives.RunTask(directive, default), cluster["n1"].Directives.RunTask(directive, default));

        await cluster.Kill("n1");
        await cluster.Add("n1");
        var later = await cluster["n1"].Directives.RunTask(directive with { Epoch = 2 }, default);

        Assert.Equal(both[0], both[1]);
        Assert.Equal(both[0] with { Epoch = 2 }, later);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(1, TestStages.Runs[(name, i)]));
        await AssertRuns(cluster, directive with { Attempt = 2, Epoch = 2 }, name, 2);
    }

    [Fact]
    public async Task RunTask_InputThatIsGone_FailsAsInputLostAndNamesTheTask()
    {
        await using var cluster = await Cluster.Start("n1", "n2");
        var source = await cluster["n1"].Directives.RunTask(Directive("a", "numbers", []), default);
        var address = cluster["n1"].Address;
        await cluster.Kill("n1");

        var lost = await Assert.ThrowsAsync<DirectiveFailedException>(
            () => cluster["n2"].Directives.RunTask(Directive("b", "tag", [Input(source, address)]), default));

        Assert.Equal("InputLost", lost.ErrorType);
        Assert.StartsWith("a: ", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunTask_OlderEpochOrAStoppedOne_IsRefused()
    {
        await using var cluster = await Cluster.Start("n1");
        await cluster["n1"].Directives.RunTask(Directive("a", "numbers", []) with { Epoch = 3 }, default);
        var old = await Assert.ThrowsAsync<DirectiveFailedException>(
            () => cluster["n1"].Directives.RunTask(Directive("a", "numbers", []) with { Epoch = 2 }, default));
        await cluster["n1"].Directives.Stop(new StopDirective("job", 3, Forget: true));

        var stopped = await Assert.ThrowsAsync<DirectiveFailedException>(
            () => cluster["n1"].Directives.RunTask(Directive("a", "numbers", []) with { Epoch = 3 }, default));

        Assert.Equal(("StaleEpoch", "StaleEpoch"), (old.ErrorType, stopped.ErrorType));
    }

    [Fact]
    public async Task Stop_RunUnderWay_EndsItAndForgetRemovesTheFilesThatHaveNoRoom()
    {
        await using var cluster = await Cluster.Start();
        await cluster.Add(
            "n1", options => options with { Limits = cluster.Limits with { KeptArtifactBytes = 0 } });
        var source = await cluster["n1"].Directives.RunTask(Directive("a", "numbers", []), default);
        var hanging = cluster["n1"].Directives.RunTask(
            Directive("b", "hang", [Input(source, cluster["n1"].Address)]) with { TimeoutMs = 60_000 }, default);
        await cluster.Until(() => TestStages.Runs.ContainsKey(("b-hang", 0)), "running");

        await cluster["n1"].Directives.Stop(new StopDirective("job", 1, Forget: true));

        var stopped = await Assert.ThrowsAsync<DirectiveFailedException>(() => hanging);
        Assert.Equal("Stopped", stopped.ErrorType);
        using var http = new HttpClient();
        var gone = await http.GetAsync(new Uri($"{cluster["n1"].Address}/artifacts/{source.Artifact}"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("../x", "a")]
    [InlineData("job", "a/../../b")]
    [InlineData("job", "a\0")]
    public async Task RunTask_HostileNames_AreRefused(string job, string task)
    {
        await using var cluster = await Cluster.Start("n1");

        var refused = await Assert.ThrowsAsync<DirectiveFailedException>(() => cluster["n1"].Directives.RunTask(
            Directive("a", "numbers", []) with { Job = job, Task = task }, default));

        Assert.Equal("BadDirective", refused.ErrorType);
    }

    [Fact]
    public async Task Fetch_BytesThatAreNotWhatTheHashSays_AreNotKept()
    {
        await using var cluster = await Cluster.Start("n1");
        var source = await cluster["n1"].Directives.RunTask(Directive("a", "numbers", []), default);
        using var http = EdgeFlow.Channels.Direct.DirectHttp.Client(null);
        var client = new ArtifactClient(http, TimeProvider.System);
        var file = Path.GetTempFileName();
        await client.Fetch(cluster["n1"].Address, source.Artifact, source.Bytes, 0, file, default);
        Assert.Equal(source.Bytes, new FileInfo(file).Length);

        var cut = await Assert.ThrowsAsync<ArtifactException>(() => client.Fetch(
            cluster["n1"].Address, source.Artifact, source.Bytes - 1, 0, file, default));

        Assert.Contains("is not what its hash says", cut.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static async Task AssertRuns(Cluster cluster, TaskDirective directive, string name, int expected)
    {
        await cluster["n1"].Directives.RunTask(directive, default);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(expected, TestStages.Runs[(name, i)]));
    }

    private static TaskInput Input(TaskReport from, string address) =>
        new(from.Task, from.Artifact, from.Bytes, address, 0);

    private static TaskDirective Directive(
        string task, string kind, IReadOnlyList<TaskInput> inputs, string? label = null) => new(
        "job", 1, task, 1, kind, null, $$"""{"name":"{{label ?? (kind == "hang" ? "b-hang" : task)}}"}""", "hash",
        inputs, null, false, 5000);
}
