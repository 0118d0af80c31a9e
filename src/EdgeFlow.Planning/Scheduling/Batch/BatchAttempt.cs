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
    public void Judge(BatchModel model, BatchWays ways, Schedule schedule) =>
        Judge(model, schedule, ways.Route(model.Place(schedule)));

    /// <summary>Judges an embedding, with a schedule of its placements.</summary>
    public void Judge(BatchModel model, Schedule schedule, Embedding embedding)
    {
        IsScheduled = true;
        if ((Best is null || !embedding.SameAs(Best.Embedding)) && MakespanOf(embedding) is { } makespan
            && makespan < _makespan)
        {
            (_makespan, Best) = (makespan, new PlacedJob(board.Network, job, embedding));
            Reports = BatchWords.Of(board, job, model, schedule);
        }
    }

    /// <summary>When the job would really end, in seconds; null where somebody would not be served.</summary>
    public double? MakespanOf(Embedding embedding)
    {
        var placed = new PlacedJob(board.Network, job, embedding);
        var (shares, position) = board.With(placed);
        return !shares.Fit ? null : BatchTimes.Makespan(
            board.Network, placed, shares, shares.BatchBandwidth[position],
            Array.ConvertAll(board.BatchSeconds, s => Math.Max(0, s)));
    }
}
