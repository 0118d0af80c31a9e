using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// List scheduler for batch jobs: HEFT (Topcuoglu, Hariri and Wu, 2002) with communication over routes. Tasks in the
/// order of their upward ranks go to the node where they finish first, into a gap where one fits. A task starts when it
/// has its whole input; data take bits / (narrowest link of the route) + delays. Done tasks are skipped, their outputs
/// lie on the node named. A task of a touched job stays where it is if it can.
/// </summary>
internal sealed class ListScheduler : IEmbedder
{
    /// <inheritdoc/>
    public EmbedResult Embed(Board board, IndexedJob job, Previous? previous)
    {
        var (groups, refusal) = Grouping.Build(board.Network, job, board.FreeMemory);
        if (groups is null)
        {
            return new EmbedResult(null, refusal, CandidateWords.ForRefused(board, job), 0);
        }

        var schedule = new BatchSchedule(board, job, groups, previous?.Node);
        foreach (var i in BatchTimes.ByRank(board.Network, job))
        {
            if (schedule.Place(i) is { } stuck)
            {
                return new EmbedResult(null, stuck, CandidateWords.ForRefused(board, job), schedule.Work);
            }
        }

        var placed = new PlacedJob(board.Network, job, schedule.Result());
        return board.With(placed).Shares.Fit
            ? new EmbedResult(placed.Embedding, null, schedule.Reports(), schedule.Work)
            : new EmbedResult(
                null, new Refusal("/spec/tasks", "its flows would leave some job no bandwidth at all"),
                CandidateWords.ForRefused(board, job), schedule.Work);
    }
}
