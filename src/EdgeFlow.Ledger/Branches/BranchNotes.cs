namespace EdgeFlow.Ledger.Branches;

/// <summary>What should be known of a branch, in words; bounded. Owned by one run.</summary>
internal sealed class BranchNotes
{
    private readonly List<string> all = [];

    /// <summary>The notes.</summary>
    public IReadOnlyList<string> All => all;

    /// <summary>Adds one, as long as there is room.</summary>
    public void Add(string note)
    {
        if (all.Count < BranchLimits.MaxNotes)
        {
            all.Add(note);
        }
    }
}
