namespace EdgeFlow.Domain.Network;

/// <summary>What can happen to a link: one trigger an event.</summary>
public enum LinkTrigger
{
    /// <summary><see cref="LinkDeclared"/>.</summary>
    Declared,

    /// <summary><see cref="LinkDegraded"/>.</summary>
    Degraded,

    /// <summary><see cref="LinkRestored"/>.</summary>
    Restored,

    /// <summary><see cref="LinkRemoved"/>.</summary>
    Removed,
}
