namespace EdgeFlow.StageWorker.Limits;

/// <summary>The node may use all cores.</summary>
internal sealed class NoCpuLimit : ICpuLimit
{
    public string Description => "none";

    public Task Pace(TimeSpan busy, CancellationToken cancel) => Task.CompletedTask;

    public void Dispose()
    {
        // There is nothing to give back.
    }
}
