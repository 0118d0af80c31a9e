namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// What a supervisor does on any platform: restarts a sidecar that is not ready for long, and all of them when nothing
/// moves for long. Daprd 1.18 hangs now and then: when its worker is killed while a turn waits to be given out it lets
/// go of its actors for ever, and after a loss of placement a turn may never be given out.
/// </summary>
/// <param name="network">The processes.</param>
/// <param name="gate">Held by whoever kills or starts a process.</param>
/// <param name="progress">Grows while jobs go on.</param>
/// <param name="say">Where a restart is told.</param>
internal sealed class Supervisor(
    DaprNetwork network, SemaphoreSlim gate, Func<long> progress, Action<string> say) : IAsyncDisposable
{
    private const int Patience = 20;

    // More than the 22 seconds that a new scheduler waits for the lease of the one that was killed.
    private const int PatienceOfAll = 45;
    private static readonly IReadOnlyList<string> Names = [DaprNetwork.Control, .. DaprNetwork.Nodes];
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, int> idle = [];
    private long last;
    private int still;
    private Task running = Task.CompletedTask;

    public void Start() => running = Task.Run(Watch);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(Look);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await gate.WaitAsync(stop.Token);
                try
                {
                    await See();
                }
                finally
                {
                    gate.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task See()
    {
        var now = progress();
        (still, last) = now == last ? (still + 1, last) : (0, now);
        foreach (var name in Names)
        {
            idle[name] = await network.Works(name) ? 0 : idle.GetValueOrDefault(name) + 1;
            if (idle[name] > Patience)
            {
                say($"the sidecar of {name} gives out no work and is restarted");
                idle[name] = 0;
                await network.Sidecar(name).Restart();
            }
        }

        if (still > PatienceOfAll)
        {
            say("nothing moves: all sidecars are restarted");
            still = 0;
            await Task.WhenAll(Names.Select(name => network.Sidecar(name).Restart()));
        }
    }
}
