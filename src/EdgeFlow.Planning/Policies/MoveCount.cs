using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>Counts what a plan moves, job by job.</summary>
internal sealed class MoveCount
{
    private int _running;
    private int _forced;
    private int _chosen;
    private int _rerouted;
    private int _retold;
    private long _forcedMemory;
    private long _chosenMemory;
    private double _forcedWork;
    private double _chosenWork;

    /// <summary>
    /// Tasks that one plan may always move by choice, where any may: two jobs of a few tasks. A tenth of four tasks is
    /// none to speak of, and a small network would stay as badly placed as its first measurements made it.
    /// </summary>
    public const int AlwaysAllowed = 8;

    /// <summary>Tasks that one plan may move by choice.</summary>
    /// <param name="options">The snapshot's options.</param>
    /// <param name="running">Tasks of all jobs with a plan in force.</param>
    public static int Allowed(SnapshotOptions options, int running)
    {
        var part = Math.Clamp(options.MostMoved, 0, 1);
        return part > 0 ? Math.Max(AlwaysAllowed, (int)Math.Ceiling(part * running)) : 0;
    }

    /// <summary>Tasks that an embedding would put elsewhere though they could stay.</summary>
    public static int Chosen(int[] previous, int[] node)
    {
        var chosen = 0;
        for (var i = 0; i < previous.Length; i++)
        {
            chosen += previous[i] >= 0 && previous[i] != node[i] ? 1 : 0;
        }

        return chosen;
    }

    /// <summary>Adds a job that had a plan in force and has one still.</summary>
    /// <param name="placed">Where it is now.</param>
    /// <param name="isChoice">Whether it could have kept every task that could stay.</param>
    /// <param name="running">Its plan in force, as read.</param>
    /// <param name="isChanged">Whether its plan is another one.</param>
    public void Add(PlacedJob placed, bool isChoice, RunningJob running, bool isChanged)
    {
        var previous = running.Current.Previous;
        _running += previous.Length;
        if (!isChanged)
        {
            return;
        }

        if (running.Current.Embedding is { } embedding && embedding.SameAs(placed.Embedding))
        {
            _retold++;
            return;
        }

        for (var i = 0; i < previous.Length; i++)
        {
            if (previous[i] != placed.Embedding.Node[i])
            {
                Move(placed.Job.Tasks[i], isChoice && previous[i] >= 0);
            }
        }

        Reroute(placed, running);
    }

    /// <summary>The sums.</summary>
    public MoveReport Report() => new(
        _running, _forced, _chosen, new Bytes(_forcedMemory), new Bytes(_chosenMemory), new WorkUnits(_forcedWork),
        new WorkUnits(_chosenWork), _rerouted, _retold);

    private void Move(SnapshotTask task, bool isChosen)
    {
        if (isChosen)
        {
            (_chosen, _chosenWork) = (_chosen + 1, _chosenWork + task.Work.Value);
            _chosenMemory = unchecked((long)Math.Min((ulong)_chosenMemory + (ulong)task.Memory.Value, long.MaxValue));
        }
        else
        {
            (_forced, _forcedWork) = (_forced + 1, _forcedWork + task.Work.Value);
            _forcedMemory = unchecked((long)Math.Min((ulong)_forcedMemory + (ulong)task.Memory.Value, long.MaxValue));
        }
    }

    private void Reroute(PlacedJob placed, RunningJob running)
    {
        var (before, after) = (running.Current.Previous, placed.Embedding.Node);
        for (var f = 0; f < placed.Job.Flows.Length; f++)
        {
            var flow = placed.Job.Flows[f];
            var stays = before[flow.From] == after[flow.From] && before[flow.To] == after[flow.To];
            var old = running.Current.Embedding?.Routes[f];

            // A plan that does not hold any more was not read further than to what broke it.
            if (stays && running.Current.Embedding is not null && placed.Embedding.Routes[f] is { } route
                && !route.SameAs(old))
            {
                _rerouted++;
            }
        }
    }
}
