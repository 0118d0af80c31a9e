using EdgeFlow.Domain.Lifecycles;
using static EdgeFlow.Domain.Network.LinkStatus;

namespace EdgeFlow.Domain.Network;

/// <summary>The life of a link as one table.</summary>
public static class LinkLifecycle
{
    /// <summary>The table.</summary>
    public static Lifecycle<LinkStatus, LinkTrigger> Table { get; } = new(
    [
        new(null, LinkTrigger.Declared, Up),

        new(Up, LinkTrigger.Declared, Up),
        new(Up, LinkTrigger.Degraded, Degraded),
        new(Up, LinkTrigger.Removed, Removed),

        new(Degraded, LinkTrigger.Declared, Up),
        new(Degraded, LinkTrigger.Degraded, Degraded),
        new(Degraded, LinkTrigger.Restored, Up),
        new(Degraded, LinkTrigger.Removed, Removed),

        new(Removed, LinkTrigger.Declared, Up),
    ]);
}
