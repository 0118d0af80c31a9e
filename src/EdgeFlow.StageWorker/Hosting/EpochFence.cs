namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// The newest epoch that the node has seen of each job, in directives of any kind: older ones are refused. Remembers a
/// bounded number of jobs; those longest unheard of go first. Safe for concurrent use.
/// </summary>
internal sealed class EpochFence(int rememberedJobs)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Epoch, long At)> newest = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>Lets a directive of this epoch in and remembers it.</summary>
    /// <exception cref="StaleEpochException">A newer one was seen.</exception>
    public void Admit(string job, int epoch)
    {
        lock (gate)
        {
            if (newest.TryGetValue(job, out var seen) && epoch < seen.Epoch)
            {
                throw new StaleEpochException(job, epoch, seen.Epoch);
            }

            Remember(job, epoch);
        }
    }

    /// <summary>This epoch and older ones are over.</summary>
    public void Close(string job, int epoch)
    {
        lock (gate)
        {
            var next = epoch == int.MaxValue ? epoch : epoch + 1;
            Remember(job, newest.TryGetValue(job, out var seen) ? Math.Max(seen.Epoch, next) : next);
        }
    }

    private void Remember(string job, int epoch)
    {
        newest[job] = (epoch, ++clock);
        if (newest.Count > rememberedJobs)
        {
            newest.Remove(newest.MinBy(entry => entry.Value.At).Key);
        }
    }
}
