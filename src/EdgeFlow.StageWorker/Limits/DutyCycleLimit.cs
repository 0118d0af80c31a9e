using System.Globalization;

namespace EdgeFlow.StageWorker.Limits;

/// <summary>
/// A limit in software: after computing for a time, a node pauses so long that on average it keeps only its share of
/// the cores busy. It counts only what stages compute, not what the process itself needs. Safe for concurrent use.
/// </summary>
internal sealed class DutyCycleLimit(double cores, TimeProvider time) : ICpuLimit
{
    private readonly Lock gate = new();
    private TimeSpan paidUntil = TimeSpan.MinValue;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"software duty cycle of {cores:0.##} cores (stages only)");

    public Task Pace(TimeSpan busy, CancellationToken cancel)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetElapsedTime(0, time.GetTimestamp());
            var from = paidUntil > now - busy ? paidUntil : now - busy;
            paidUntil = from + (busy / cores);
            wait = paidUntil - now;
        }

        return wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancel);
    }

    public void Dispose()
    {
        // There is nothing to give back.
    }
}
