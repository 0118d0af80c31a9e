using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Benchmarks.Network;

/// <summary>
/// Memory of a control plane's process while thousands of jobs run through it, each submitted over HTTP, planned,
/// carried out by a node of its own process, and completed. What is kept for ever shows as growth between 2,000 jobs
/// and the end; what is only warm-up does not.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Jobs = 10_000;
    private const int Step = 500;
    private const int Settled = 2_000;
    private const double MustGrow = 1.2;
    private const double Mebibyte = 1024 * 1024;
    private const string Manifest = "tests/EdgeFlow.Benchmarks/Network/tiny.yaml";
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(220);
    private static readonly TimeSpan ShortBudget = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the jobs, or as many as fit into the time for it, and says how many they were.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var folder = ScratchFolder.Make("memory");
        try
        {
            return await Run(run, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run, string folder)
    {
        await using var control = await MeasuredControlPlane.Start(Path.Combine(folder, "data"));
        using var client = new EdgeFlowClient(control.Address, token: null);
        await using var node = StartNode(control.Address, folder);
        await Ready(client);
        var application = await SubmitCommand.Declare(
            client, Path.Combine(Repository.Root, Manifest), CancellationToken.None);
        await using var jobs = new TinyJobs(client, application.Name);
        var clock = Stopwatch.StartNew();
        var samples = await Sample(control, jobs, clock, run);
        var rate = Step * samples.Count / clock.Elapsed.TotalSeconds;
        return [.. Rows(samples, rate)];
    }

    private static async Task<List<MemorySample>> Sample(
        MeasuredControlPlane control, TinyJobs jobs, Stopwatch clock, BenchmarkRun run)
    {
        var (samples, budget) = (new List<MemorySample>(), run.Short ? ShortBudget : Budget);
        while (samples.Count * Step < Jobs && clock.Elapsed < budget)
        {
            await jobs.Run(Step);
            var sample = await control.Memory();
            samples.Add(sample);
            run.Say($"  {samples.Count * Step} jobs: heap {Text(sample.Heap)}, resident {Text(sample.Resident)}");
        }

        return samples;
    }

    private static IEnumerable<Row> Rows(List<MemorySample> samples, double rate)
    {
        var from = Math.Clamp(Settled / Step, 1, Math.Max(1, samples.Count / 5 * 2)) - 1;
        var (first, last) = (samples[from], samples[^1]);
        var (early, late) = ($"{(from + 1) * Step:N0}", $"{samples.Count * Step:N0}");
        var (growth, bar) = ((double)last.Heap / first.Heap, Bar.AtMost(MustGrow));
        var all = samples.Count * Step < Jobs ? $" (no more of {Jobs:N0} fitted into the time)" : "";
        yield return new Row(
            $"control-plane heap after {late} jobs{all}, {Figure.Text(rate)} jobs/s", Text(last.Heap),
            $"after {early} jobs: {Text(first.Heap)}", $"{Figure.Text(growth)} ×", $"flat: {bar.Text("×")}",
            bar.Judge(growth));
        yield return Row.Printed(
            "its resident set", Text(last.Resident), $"after {early} jobs: {Text(first.Resident)}");
    }

    private static string Text(long bytes) => $"{Figure.Text(bytes / Mebibyte)} MiB";

    private static ChildProcess StartNode(Uri control, string folder) => ChildProcess.Start(
        "node", Path.Combine(folder, "logs", "node.log"),
        [
            "node", "one", "--server", control.ToString(), "--memory", "16GB", "--state", Path.Combine(folder, "node"),
            "--until-input-closes",
        ]);

    private static async Task Ready(EdgeFlowClient client)
    {
        using var timer = new PeriodicTimer(Poll);
        while (!(await client.Get<Page<NodeView>>("/v1/nodes", default)).Items.Any(node => node.Status == "ready"))
        {
            await timer.WaitForNextTickAsync();
        }
    }
}
