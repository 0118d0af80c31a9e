using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>One way to append, with many writers at once, and what its turns took of the processor.</summary>
/// <param name="database">Where it appends to.</param>
/// <param name="append">One append of the writer of this number.</param>
/// <param name="writers">How many writers.</param>
/// <param name="warmUps">First turns whose processor time does not count.</param>
internal sealed class AppendContender(BenchmarkDatabase database, Func<int, Task> append, int writers, int warmUps)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.6);
    private readonly List<ProcessorTime> appends = [];

    /// <summary>One turn: appends a second.</summary>
    public async Task<double> Measure()
    {
        var (count, clock, before) = (0, Stopwatch.StartNew(), ProcessorTime.Now(database));
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            while (clock.Elapsed < Turn)
            {
                await append(w);
                Interlocked.Increment(ref count);
            }
        })));
        var rate = count / clock.Elapsed.TotalSeconds;
        var used = ProcessorTime.Now(database) - before;
        appends.Add(new ProcessorTime(used.Own / count, used.Server / count));
        return rate;
    }

    /// <summary>Processor time of one append, of the median turn.</summary>
    public string Processor()
    {
        var counted = appends.Skip(warmUps).ToList();
        var own = new Series([.. counted.Select(turn => turn.Own)]);
        var server = new Series([.. counted.Select(turn => turn.Server)]);
        return new ProcessorTime(own.Median, server.Median).Each(1);
    }
}
