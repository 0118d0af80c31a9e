using EdgeFlow.Protocol.Outbox;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>What this process has published, and how far behind it was. Thread safe.</summary>
public sealed class OutboxMeter
{
    /// <summary>Over how many of the last events the percentiles are taken.</summary>
    public const int Kept = 4_096;

    private readonly Lock gate = new();
    private readonly double[] delaysMs = new double[Kept];
    private long published;
    private long failed;
    private string? lastError;
    private (int InFlight, int Waiting, int Suspects, DateTimeOffset? PausedUntil) now;

    /// <summary>An event was taken by the broker.</summary>
    /// <param name="delay">From its being stored to the broker's answer.</param>
    public void Published(TimeSpan delay)
    {
        lock (gate)
        {
            delaysMs[published++ % Kept] = Math.Max(0, delay.TotalMilliseconds);
        }
    }

    /// <summary>Events were not taken.</summary>
    /// <param name="count">How many.</param>
    /// <param name="error">Why.</param>
    public void Failed(int count, string error)
    {
        lock (gate)
        {
            failed += count;
            lastError = error;
        }
    }

    /// <summary>Publishing as a whole stopped, and will begin anew.</summary>
    /// <param name="error">Why.</param>
    public void Stopped(string error)
    {
        lock (gate)
        {
            lastError = error;
            now = default;
        }
    }

    /// <summary>How it stands now.</summary>
    internal void Note(OutboxWindow window)
    {
        lock (gate)
        {
            now = (window.InFlight, window.Count - window.InFlight, window.Suspects, window.PausedUntil);
        }
    }

    /// <summary>All of it.</summary>
    public OutboxFigures Figures()
    {
        lock (gate)
        {
            var delays = delaysMs[..(int)Math.Min(published, Kept)];
            Array.Sort(delays);
            return new OutboxFigures(
                published, failed, now.InFlight, now.Waiting, now.Suspects, now.PausedUntil, lastError,
                Percentile(delays, 0.5), Percentile(delays, 0.99));
        }
    }

    private static double? Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
