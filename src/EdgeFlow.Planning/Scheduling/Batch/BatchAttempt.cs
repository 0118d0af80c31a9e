using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>What has been tried for one batch job, and the best of it. Mutable.</summary>
internal sealed class BatchAttempt(Board board, IndexedJob job)
{
    private double _makespan = double.PositiveInfinity;

    /// <summary>The best so far; null when nothing fits.</summary>
    public PlacedJob? Best { get; private set; }

    /// <summary>Candidates of each task for the best.</summary>
    public IReadOnlyList<TaskReport>? Reports { get; private set; }

    /// <summary>Whether there was any schedule, whether or not it fits beside the other jobs.</summary>
    public bool IsScheduled { get; private set; }

    /// <summary>Counted work.</summary>
    public long Work { get; set; }

    /// <summary>Judges a schedule by what the shares would give.</summary>
    public void Judge(BatchModel model, BatchWays ways, Schedule schedule)
    {
        IsScheduled = true;
        var placed = new PlacedJob(board.Network, job, ways.Route(model.Place(schedule)));
        if (Best is not null && placed.Embedding.SameAs(Best.Embedding))
        {
            return;
        }

        var (shares, position) = board.With(placed);
        if (!shares.Fit)
        {
            return;
        }

        double[] backlog = [.. board.BatchSeconds.Select(s => Math.Max(0, s))];
        var makespan = BatchTimes.Makespan(board.Network, placed, shares, shares.BatchBandwidth[position], backlog);
        if (makespan < _makespan)
        {
            (_makespan, Best) = (makespan, placed);
            Reports = BatchWords.Of(board, job, model, schedule);
        }
    }
}
