namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// What a supervisor does on any platform: restarts a sidecar that is not ready for long. Daprd 1.18 hangs, though
/// rarely, when its worker is killed while a turn waits to be given out: it then lets go of its actors for ever.
/// </summary>
/// <param name="network">The processes.</param>
/// <param name="gate">Held by whoever kills or starts a process.</param>
/// <param name="say">Where a restart is told.</param>
internal sealed class Supervisor(DaprNetwork network, SemaphoreSlim gate, Action<string> say) : IAsyncDisposable
{
    private const int Patience = 20;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, int> idle = [];
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
                foreach (var name in DaprNetwork.Nodes.Prepend(DaprNetwork.Control))
                {
                    await gate.WaitAsync(stop.Token);
                    try
                    {
                        await See(name);
                    }
                    finally
                    {
                        gate.Release();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task See(string name)
    {
        idle[name] = await network.Works(name) ? 0 : idle.GetValueOrDefault(name) + 1;
        if (idle[name] > Patience)
        {
            say($"the sidecar of {name} hangs and is restarted");
            idle[name] = 0;
            await network.Sidecar(name).Restart();
        }
    }
}
