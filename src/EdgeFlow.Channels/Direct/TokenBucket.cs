namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Paces bytes to a rate. Bytes are taken first and paid for afterwards: a taker waits until the debt that it found is
/// paid, so that the average holds whatever the sizes are and takers are served in order. Safe for concurrent use.
/// </summary>
public sealed class TokenBucket(long bitsPerSecond, TimeProvider time)
{
    /// <summary>Largest piece to write at once between two takes, in bytes.</summary>
    public const int Piece = 64 * 1024;

    /// <summary>
    /// How much may be sent at once after a pause, as a time at the rate: below it timers are too coarse.
    /// </summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private double bytesPerSecond = Math.Max(1, bitsPerSecond / 8.0);
    private double paidUntil = double.NegativeInfinity;

    /// <summary>Changes the rate; what is owed already stays owed.</summary>
    public void SetRate(long bitsPerSecond)
    {
        lock (gate)
        {
            bytesPerSecond = Math.Max(1, bitsPerSecond / 8.0);
        }
    }

    /// <summary>Takes bytes and completes when they may have been sent.</summary>
    public Task Take(int bytes, CancellationToken cancel)
    {
        double wait;
        lock (gate)
        {
            var now = time.GetElapsedTime(0, time.GetTimestamp()).TotalSeconds;
            paidUntil = Math.Max(paidUntil, now - Burst.TotalSeconds) + (bytes / bytesPerSecond);
            wait = paidUntil - now;
        }

        return wait <= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(wait), time, cancel);
    }
}
