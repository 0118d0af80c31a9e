namespace EdgeFlow.Domain.Network;

/// <summary>Where a link is in its life: <see cref="LinkLifecycle"/>.</summary>
public enum LinkStatus
{
    /// <summary>It has its declared capacity.</summary>
    Up,

    /// <summary>It has less, down to none.</summary>
    Degraded,

    /// <summary>It was taken away; it may be declared again.</summary>
    Removed,
}
