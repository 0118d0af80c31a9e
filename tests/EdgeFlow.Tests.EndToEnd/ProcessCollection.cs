namespace EdgeFlow.Tests.EndToEnd;

/// <summary>
/// Tests that start whole processes. Most of their time they wait, for leases and for processes that start: so two
/// cores carry two networks at once, each with folders and ports of its own, and no more. A collection's tests run one
/// after another; the three are about as long as each other.
/// </summary>
public static class ProcessCollection
{
    /// <summary>kill -9 of our own processes.</summary>
    public const string Kills = "kills";

    /// <summary>kill -9 of Dapr's processes, and everything else that lasts.</summary>
    public const string Others = "others";

    /// <summary>What needs the machine for itself, its usual ports for instance: after all others.</summary>
    public const string Alone = "alone";
}
