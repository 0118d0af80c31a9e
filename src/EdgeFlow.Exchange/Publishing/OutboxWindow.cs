using System.Diagnostics.CodeAnalysis;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>
/// The events between the last one that everything before was published of and the last one that was read. It decides
/// what goes next: of each subject one event at a time, the oldest first, so that a subject's order is kept whatever
/// fails. While everything fails it sends one event at a time, after pauses; an event that fails alone is tried alone,
/// and is given up once it was shown that the broker takes others. Pure but for its own state; one thread at a time.
/// </summary>
internal sealed class OutboxWindow
{
    private const int MaxDoublings = 16;

    private readonly OutboxLimits limits;
    private readonly Queue<OutboxEntry> order = [];
    private readonly Dictionary<string, Queue<OutboxEntry>> subjects = new(StringComparer.Ordinal);
    private readonly Queue<OutboxEntry> fresh = [];
    private readonly PriorityQueue<OutboxEntry, (DateTimeOffset From, long Sequence)> suspects = new();
    private long read;
    private long successes;
    private int strikes;

    public OutboxWindow(long position, OutboxLimits limits) => (read, this.limits) = (position, limits);

    /// <summary>Everything up to here is published, set aside or internal.</summary>
    public long Position => order.Count == 0 ? read : order.Peek().Sequence - 1;

    /// <summary>Events read and not done.</summary>
    public int Count { get; private set; }

    /// <summary>Whether more may be read.</summary>
    public bool HasRoom => order.Count < limits.MaxWindow;

    /// <summary>Events under way.</summary>
    public int InFlight { get; private set; }

    /// <summary>Events that failed alone and wait for another try.</summary>
    public int Suspects => suspects.Count;

    /// <summary>Until when nothing fresh is sent, because everything failed; null when nothing did.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Notes that everything up to a place was read.</summary>
    public void Advance(long sequence) => read = Math.Max(read, sequence);

    /// <summary>Adds an event; later ones have larger numbers.</summary>
    public void Add(OutboxEntry entry)
    {
        Advance(entry.Sequence);
        order.Enqueue(entry);
        Count++;
        if (!subjects.TryGetValue(entry.Message.Subject, out var line))
        {
            subjects[entry.Message.Subject] = line = new Queue<OutboxEntry>();
        }

        line.Enqueue(entry);
        if (line.Count == 1)
        {
            fresh.Enqueue(entry);
        }
    }

    /// <summary>The next events to send together, each of another subject; false when there are none now.</summary>
    public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out IReadOnlyList<OutboxEntry>? wave)
    {
        wave = null;
        if (suspects.TryPeek(out var suspect, out var due) && due.From <= now)
        {
            suspects.Dequeue();
            wave = [suspect];
        }
        else if (fresh.Count > 0 && (strikes == 0 || (PausedUntil <= now && InFlight == 0)))
        {
            wave = [.. Dequeued(strikes == 0 ? limits.MaxWave : 1)];
        }

        InFlight += wave?.Count ?? 0;
        return wave is not null;
    }

    /// <summary>The broker has it.</summary>
    public void Done(OutboxEntry entry)
    {
        successes++;
        (strikes, PausedUntil) = (0, null);
        InFlight--;
        Leave(entry);
    }

    /// <summary>Everything that was sent together failed: the broker is away, or one of them is bad.</summary>
    public void Returned(IReadOnlyList<OutboxEntry> wave, DateTimeOffset now)
    {
        if (wave.Count == 1)
        {
            Failed(wave[0], now);
            Strike(wave[0], now);
            return;
        }

        InFlight -= wave.Count;
        Strike(wave[0], now);
        // Before what became ready meanwhile: the oldest goes first.
        OutboxEntry[] later = [.. fresh];
        fresh.Clear();
        foreach (var entry in wave.Concat(later))
        {
            fresh.Enqueue(entry);
        }
    }

    /// <summary>It failed alone; whether it is to be set aside, which the caller says with <see
    /// cref="SetAside"/>.</summary>
    public bool Failed(OutboxEntry entry, DateTimeOffset now)
    {
        InFlight--;
        entry.ProvenFailures += entry.Failures > 0 && successes > entry.SuccessesAtFailure ? 1 : 0;
        entry.Failures++;
        entry.SuccessesAtFailure = successes;
        if (IsGivenUp(entry))
        {
            return true;
        }

        suspects.Enqueue(entry, (now + Backoff(entry.Failures), entry.Sequence));
        return false;
    }

    /// <summary>Whether its failures say nothing, for nothing went through between them, and there were enough to ask
    /// the broker itself before the next try.</summary>
    public bool NeedsProof(OutboxEntry entry) =>
        entry.Failures >= limits.AskAfter && successes == entry.SuccessesAtFailure;

    /// <summary>The broker took something that is no event of the window.</summary>
    public void Proven()
    {
        successes++;
        (strikes, PausedUntil) = (0, null);
    }

    /// <summary>Whether it has failed too often while others went through.</summary>
    public bool IsGivenUp(OutboxEntry entry) => entry.ProvenFailures >= limits.MaxFailures;

    /// <summary>It is noted elsewhere: its subject goes on without it.</summary>
    public void SetAside(OutboxEntry entry) => Leave(entry);

    private IEnumerable<OutboxEntry> Dequeued(int most)
    {
        for (var taken = 0; taken < most && fresh.TryDequeue(out var entry); taken++)
        {
            yield return entry;
        }
    }

    // A suspect waits by itself; that the rest has to wait too is only shown by what was not suspect.
    private void Strike(OutboxEntry entry, DateTimeOffset now)
    {
        if (entry.Failures <= 1)
        {
            strikes++;
            PausedUntil = now + Backoff(strikes);
        }
    }

    private void Leave(OutboxEntry entry)
    {
        entry.IsDone = true;
        Count--;
        var line = subjects[entry.Message.Subject];
        line.Dequeue();
        if (line.TryPeek(out var next))
        {
            fresh.Enqueue(next);
        }
        else
        {
            subjects.Remove(entry.Message.Subject);
        }

        while (order.TryPeek(out var oldest) && oldest.IsDone)
        {
            order.Dequeue();
        }
    }

    private TimeSpan Backoff(int failures)
    {
        var wait = limits.Pause * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return wait < limits.MaxPause ? wait : limits.MaxPause;
    }
}
