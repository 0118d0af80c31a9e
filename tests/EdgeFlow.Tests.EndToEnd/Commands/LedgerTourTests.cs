using System.Text.Json;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.EndToEnd.Chaos;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.EndToEnd.Commands;

/// <summary>Every command that asks the past, as a user types it, of a network on which a node was lost.</summary>
[Collection(ProcessCollection.Others)]
public sealed class LedgerTourTests(ITestOutputHelper output) : IDisposable
{
    private const string Manifest = "tests/EdgeFlow.Tests.EndToEnd/Chaos/diamond.yaml";
    private readonly PassingFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Commands_OfTheLedger_AnswerAndSayWhatIsWrong()
    {
        await using var network = await TestNetwork.Start();
        var batch = (await network.Submit(Manifest, new JobSubmission("", Mode: "batch", Frames: 6, Job: "tour"))).Job;
        await network.Until("the batch's end", async () =>
            (await network.Job(batch)).Status == JobStatus.Completed);

        await Says(network, "submitted", "history", batch);
        await Says(network, "registered at", "history", "node:left");
        await Says(network, "adopted because", "history", "plan:1");
        await Says(network, "task_completed", "history", "--all", "--type", "task_completed", "-o", "json");
        await Says(network, "left", "get", "nodes", "--at", "1s ago");
        await Says(network, batch, "replay", "--speed", "1000");
        await Says(network, "does what was recorded", "replay", "workflow", batch);
        await Says(network, "tier0", "get", "solves");
        await Says(network, "identical", "plan", "verify", "--all");
        await Says(network, "right", "why", "node", "right");
        await Says(network, "FAIL NODE LEFT", "whatif", "--from", "8", "--fail", "node:left", "--keep", "tour");
        await Says(network, "tour", "branch", "list");
        await Says(network, "tier0", "backtest", "--policies", "tier0,heft");
        await Says(network, "tour", "rerun", batch, "--from", "join");
        await Says(network, batch, "report", "job");
        await Says(network, "signs", "audit", "status");
        await Says(network, "", "audit", "export", file.Path);
        await Says(network, "", "audit", "verify", file.Path);
        var named = await Named(network);
        await Says(network, "cannot be read any more", "audit", "forget", named);
        await Says(network, "personal data", "history", named);
        await Says(network, "", "audit", "verify");

        await Refuses(network, "future", "get", "nodes", "--at", "2999-01-01");
        await Refuses(network, "nobody", "history", "nobody");
        await Refuses(network, "nobody", "whatif", "--fail", "node:nobody");
        await Refuses(network, "nobody", "rerun", "nobody");
        await Refuses(network, "nothing was destroyed", "audit", "forget", batch);
    }

    // A job one of whose parameters is nobody else's business.
    private static async Task<string> Named(TestNetwork network)
    {
        using var folder = JsonDocument.Parse("""{"folder": {"personal": "documents"}}""");
        var job = (await network.Submit(Manifest, new JobSubmission(
            "", Mode: "batch", Frames: 2, Job: "named",
            Parameters: new Dictionary<string, JsonElement> { ["capture"] = folder.RootElement }))).Job;
        await network.Until("the named job's end", async () =>
            (await network.Job(job)).Status == JobStatus.Completed);
        return job;
    }

    private async Task Says(TestNetwork network, string words, params string[] arguments)
    {
        var (code, said, error) = await Asked(network, arguments);
        Assert.True(code == 0, $"edgeflow {string.Join(' ', arguments)}: {code}\n{said}\n{error}");
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    // One clear line, and no trace of the program's inside.
    private async Task Refuses(TestNetwork network, string words, params string[] arguments)
    {
        var (code, said, error) = await Asked(network, arguments);
        Assert.True(code != 0, $"edgeflow {string.Join(' ', arguments)} accepts that:\n{said}");
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> Asked(TestNetwork network, string[] arguments)
    {
        var answer = await CommandLine.Run([.. arguments, "--server", $"{network.Local.Server}"]);
        output.WriteLine($"$ edgeflow {string.Join(' ', arguments)}\n{answer.Output}{answer.Error}");
        return answer;
    }

    private sealed class PassingFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
