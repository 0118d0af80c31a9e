using EdgeFlow.Control.Database;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

public sealed class LeaderTests
{
    [Fact]
    public async Task Run_ThreeOnOneDatabase_NeverTwoAtOnceAndTheTokenGrows()
    {
        await using var database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), "unused"), TimeProvider.System,
            NullLogger.Instance, default);
        var leading = 0;
        var terms = 0;
        var tokens = new List<long>();
        using var stopAll = new CancellationTokenSource();
        var stops = Enumerable.Range(0, 3)
            .Select(_ => CancellationTokenSource.CreateLinkedTokenSource(stopAll.Token)).ToList();
        var current = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, 3).Select(number =>
        {
            var options = new LeaderOptions { Holder = $"p{number}", Renewal = TimeSpan.FromMilliseconds(50) };
            var lease = new LeaderLease(database.Source, options);
            var leader = new Leader(lease, options, TimeProvider.System, NullLogger<Leader>.Instance);
            return leader.Run(
                async stop =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref leading));
                    Interlocked.Increment(ref terms);
                    lock (tokens)
                    {
                        tokens.Add(leader.Token!.Value);
                    }

                    current.TrySetResult(number);
                    await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    Interlocked.Decrement(ref leading);
                },
                stops[number].Token);
        }).ToList();

        for (var term = 0; term < 3; term++)
        {
            var number = await current.Task.WaitAsync(TimeSpan.FromSeconds(20));
            current = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            await stops[number].CancelAsync();
        }

        await Task.WhenAll(running).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(3, terms);
        Assert.Equal(tokens.Order(), tokens);
        Assert.Equal(3, tokens.Distinct().Count());
    }
}
