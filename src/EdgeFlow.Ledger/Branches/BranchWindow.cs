namespace EdgeFlow.Ledger.Branches;

/// <summary>Which part of a history a branch is about. Immutable.</summary>
/// <param name="Start">How many recorded events are before it.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends; beyond the last event only what is planned goes on.</param>
public sealed record BranchWindow(int Start, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The whole history.</summary>
    public static BranchWindow Whole(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return new BranchWindow(0, recording.First, recording.Last);
    }
}
