namespace EdgeFlow.Ledger.Reports;

/// <summary>How far each hosting, and each attempt that came to nothing, is counted. Owned by one caller.</summary>
/// <param name="stored">As they were stored.</param>
internal sealed class UsageMarks(IEnumerable<(StageName Stage, StageMark Mark)> stored)
{
    private readonly Dictionary<StageName, StageMark> marks = stored.ToDictionary(
        entry => entry.Stage, entry => entry.Mark);

    private readonly HashSet<StageName> changed = [];

    /// <summary>The marks that have moved since the last <see cref="Saved"/>.</summary>
    public IEnumerable<(StageName Stage, StageMark Mark)> Changed =>
        changed.OrderBy(stage => $"{stage}", StringComparer.Ordinal).Select(stage => (stage, marks[stage]));

    /// <summary>How far one is counted; null where nothing of it is.</summary>
    public StageMark? Of(StageName stage) => marks.GetValueOrDefault(stage);

    /// <summary>The attempts that died with a process, as far as they are counted.</summary>
    public IReadOnlyList<(StageName Stage, StageMark Mark)> Dead(string node, string process) =>
    [
        .. marks.Where(entry => entry.Key.Node == node && entry.Value.Died?.Process == process)
            .Select(entry => (entry.Key, entry.Value)),
    ];

    /// <summary>It is counted so far now.</summary>
    public void Set(StageName stage, StageMark mark)
    {
        marks[stage] = mark;
        changed.Add(stage);
    }

    /// <summary>Forgets those that nobody needs any more.</summary>
    /// <param name="isNeeded">Whether one is needed.</param>
    public void Forget(Func<StageName, bool> isNeeded)
    {
        foreach (var gone in marks.Keys.Where(stage => !isNeeded(stage)).ToList())
        {
            marks.Remove(gone);
            changed.Remove(gone);
        }
    }

    /// <summary>The marks are stored.</summary>
    public void Saved() => changed.Clear();
}
