namespace EdgeFlow.Control.Runs;

/// <summary>What follows a failed attempt. Stored by name in durable histories: never rename a member.</summary>
public enum NextAttemptKind
{
    /// <summary>Try again after the delay.</summary>
    Retry,

    /// <summary>The plan, or what is done under it, has changed: load it again.</summary>
    Reload,

    /// <summary>No attempt is left: the job fails.</summary>
    GiveUp,
}
