namespace EdgeFlow.Exchange.Publishing;

/// <summary>The limits of publishing. Immutable.</summary>
public sealed record OutboxLimits
{
    /// <summary>Most events read ahead of the last one that the broker has; reading waits beyond.</summary>
    public int MaxWindow { get; init; } = 5_000;

    /// <summary>Most events in one request; never two of one subject.</summary>
    public int MaxWave { get; init; } = 200;

    /// <summary>Most requests under way at once.</summary>
    public int Senders { get; init; } = 4;

    /// <summary>The wait after a first failure of everything; it doubles up to <see cref="MaxPause"/>.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait while the broker or the sidecar is away.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An event is set aside after failing this often with another one published between two
    /// failures.</summary>
    public int MaxFailures { get; init; } = 5;

    /// <summary>After this many failures of an event while nothing else went through, each further try is preceded by a
    /// question to the broker (<see cref="OutboxQuestion"/>): only its answer can tell whose fault it is.</summary>
    public int AskAfter { get; init; } = 5;

    /// <summary>Least time between two notes of how far it is; a restart repeats what came in between.</summary>
    public TimeSpan NoteEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it looks whether this control plane still leads, and whether a wait is over.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromMilliseconds(50);
}
