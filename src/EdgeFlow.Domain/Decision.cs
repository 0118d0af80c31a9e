namespace EdgeFlow.Domain;

/// <summary>
/// What a decider answers to a command: <see cref="Accepted"/> with the events to append (none when nothing changes),
/// or
/// <see cref="Rejected"/> with the reason. Immutable; safe to share between threads.
/// </summary>
public abstract record Decision
{
    private protected Decision()
    {
    }

    /// <summary>
    /// The command is accepted and changes nothing: it was carried out before, or asks for what already holds.
    /// </summary>
    public static Decision Nothing { get; } = new Accepted([]);

    /// <summary>The command is accepted and these events are its effect, in this order.</summary>
    public static Decision Of(params IEvent[] events) => new Accepted([.. events]);

    /// <summary>The command is refused.</summary>
    /// <param name="code">What callers branch on: one of <see cref="RejectionCodes"/>.</param>
    /// <param name="reason">Why, in words, with the ids, what was expected and what was found.</param>
    public static Decision Reject(string code, string reason) => new Rejected(code, reason);
}
