using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Routing;
using EdgeFlow.Planning.Scheduling.Search;

namespace EdgeFlow.Planning.Scheduling.Batch;

/// <summary>
/// Embeds batch jobs. Schedules are made for the times that the job would find if its own flows did not slow each
/// other, then for those that it finds where the best of the first puts them, and then on fewer nodes
/// (<see cref="Gathering"/>); the best is annealed (<see cref="BatchAnnealing"/>). Each is judged by the makespan that
/// the shares really give (<see cref="BatchTimes.Makespan"/>), and the best wins, the earlier among equals. A task of a
/// touched job stays where it is if it can.
/// </summary>
internal sealed class BatchEmbedder : IEmbedder
{
    /// <summary>Most counted work of the search for one job in a round: some milliseconds.</summary>
    public const long UsualWork = 400_000;

    /// <summary>Most such work for each task: a few tasks need no more.</summary>
    public const long WorkATask = 10_000;

    /// <summary>How often times are taken anew from where the job would be.</summary>
    public const int Rounds = 2;

    /// <summary>First temperature of the annealing, as a part of the makespan.</summary>
    private const double Hot = 0.1;

    private readonly IListScheduler _list;
    private readonly long _work;

    /// <summary>A list scheduler, and a search with some work.</summary>
    /// <param name="list">The list scheduler.</param>
    /// <param name="work">Most work of the search in each round; 0 for the list scheduler alone.</param>
    public BatchEmbedder(IListScheduler list, long work) => (_list, _work) = (list, work);

    /// <summary>HEFT and the search.</summary>
    public BatchEmbedder()
        : this(new Lists.Heft(), UsualWork)
    {
    }

    /// <inheritdoc/>
    public EmbedResult Embed(Board board, IndexedJob job, Previous? previous)
    {
        var (groups, refusal) = Grouping.Build(board.Network, job, board.FreeMemory);
        if (groups is null)
        {
            return new EmbedResult(null, refusal, CandidateWords.ForRefused(board, job), 0);
        }

        var attempt = new BatchAttempt(board, job);
        for (var round = 0; round < (_work > 0 ? Rounds : 1); round++)
        {
            var ways = new BatchWays(board, job, attempt.Best?.Embedding);
            var model = new BatchModel(board, job, groups, ways, previous?.Node);
            foreach (var schedule in Schedules(model.Problem))
            {
                attempt.Judge(model, ways, schedule);
            }

            attempt.Work += ways.Work + (long)model.Problem.TaskCount * model.Problem.NodeCount
                + WorkOf(model.Problem);
            if (attempt.Best is null)
            {
                var why = attempt.IsScheduled
                    ? new Refusal("/spec/tasks", "its flows would leave some job no bandwidth at all")
                    : BatchRefusal.Of(job, model);
                return new EmbedResult(null, why, CandidateWords.ForRefused(board, job), attempt.Work);
            }
        }

        if (_work > 0)
        {
            var ways = new BatchWays(board, job, null);
            var model = new BatchModel(board, job, groups, ways, previous?.Node);
            TryGathered(attempt, model, ways);
            Anneal(attempt, board, job, groups, model);
            attempt.Work += ways.Work;
        }

        return new EmbedResult(attempt.Best!.Embedding, null, attempt.Reports!, attempt.Work);
    }

    /// <summary>Schedules on fewer nodes, whose transfers slow each other less.</summary>
    private void TryGathered(BatchAttempt attempt, BatchModel model, BatchWays ways)
    {
        foreach (var problem in Gathering.Of(model.Problem))
        {
            attempt.Work += (long)problem.TaskCount * problem.NodeCount;
            if (_list.Build(problem) is { } schedule)
            {
                attempt.Judge(model, ways, schedule);
            }
        }
    }

    /// <summary>Anneals the best on what the shares really give.</summary>
    private void Anneal(
        BatchAttempt attempt, Board board, IndexedJob job, Grouping groups, BatchModel model)
    {
        // The seed is fixed, so that planning a job again beside the same others gives the same plan.
        var annealing = new BatchAnnealing(
            job, groups, [.. Enumerable.Range(0, groups.Count).Select(model.Open)], board.FreeMemory,
            new PathPool(board.Network), new SplitMix(1));
        var found = annealing.Run(
            attempt.Best!.Embedding, WorkOf(model.Problem), Hot,
            BatchAnnealing.CostOf(board.Network, board.Jobs.Select(j => j.Job).Append(job)), attempt.MakespanOf);
        attempt.Work += annealing.Work;
        if (found is not null && _list.Build(model.Bound(found.Node)) is { } schedule)
        {
            attempt.Judge(model, schedule, found);
        }
    }

    private long WorkOf(ScheduleProblem problem) => Math.Min(_work, WorkATask * problem.TaskCount);

    private IEnumerable<Schedule> Schedules(ScheduleProblem problem)
    {
        if (_list.Build(problem) is { } first)
        {
            yield return first;
        }

        if (_work > 0)
        {
            // The seed is fixed, so that planning a job again beside the same others gives the same plan.
            var search = new ScheduleSearch(problem, 1);
            search.Advance(WorkOf(problem));
            if (search.Best() is { } best)
            {
                yield return best;
            }
        }
    }
}
