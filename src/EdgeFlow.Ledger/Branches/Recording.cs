using System.Collections.Immutable;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// A history made ready for branches: every place in it can be begun from, and what the record tells of how long jobs
/// took is known. Immutable after it is made; thread safe.
/// </summary>
public sealed class Recording
{
    // Worlds share what they have in common, so that keeping every 32nd costs little; the rest is folded.
    private const int Stride = 32;

    private readonly List<WorldState> worlds = [];
    private readonly Dictionary<JobId, List<(DateTimeOffset At, double Frames, double Rate)>> grants = [];

    private readonly WorldState start;

    private Recording(WorldState start, IReadOnlyList<RecordedEvent> entries, PlanningOptions options)
    {
        (this.start, Entries, Options) = (start, entries, options);
        Times = [.. Monotone(entries)];
        Points = PlanPoints.Find(entries);
        Answered = PlanPoints.Answered(entries, Times, Points);
        Facts = new RecordedFacts();
        Fold();
    }

    /// <summary>What the operator decided about planning, until the history tells it.</summary>
    public PlanningOptions Options { get; }

    /// <summary>When it begins: at its first event, or where it goes on from; the Unix epoch for an empty
    /// one.</summary>
    public DateTimeOffset First => start.At ?? (Times.Count > 0 ? Times[0] : DateTimeOffset.UnixEpoch);

    /// <summary>When it ends.</summary>
    public DateTimeOffset Last => Times.Count > 0 ? Times[^1] : First;

    /// <summary>How many events it has.</summary>
    public int Count => Entries.Count;

    /// <summary>The events in order.</summary>
    internal IReadOnlyList<RecordedEvent> Entries { get; }

    /// <summary>When each happened, by its own word, never before the one before it.</summary>
    internal IReadOnlyList<DateTimeOffset> Times { get; }

    /// <summary>Where the recorded control plane decided.</summary>
    internal IReadOnlyDictionary<int, PlanPoint> Points { get; }

    /// <summary>For each place whether its event asks for a plan and was answered by a recorded one in time.</summary>
    internal bool[] Answered { get; }

    /// <summary>What it tells of how long jobs took.</summary>
    internal RecordedFacts Facts { get; }

    /// <summary>Makes a history ready.</summary>
    /// <param name="entries">All events from the first on, in order of sequence.</param>
    /// <param name="options">What the operator decided about planning.</param>
    /// <exception cref="InvalidDataException">It has too many events, misses some, or has some that are not known
    /// here.</exception>
    /// <exception cref="InvalidOperationException">It was not written by the domain's deciders.</exception>
    public static Recording Of(IReadOnlyList<RecordedEvent> entries, PlanningOptions options) =>
        Of(WorldState.Empty, entries, options);

    /// <summary>Makes the rest of a history ready.</summary>
    /// <param name="start">The world before its first event.</param>
    /// <param name="entries">All events after that, in order of sequence.</param>
    /// <param name="options">What the operator decided about planning.</param>
    /// <exception cref="InvalidDataException">It has too many events, misses some, or has some that are not known
    /// here.</exception>
    /// <exception cref="InvalidOperationException">It was not written by the domain's deciders.</exception>
    public static Recording Of(WorldState start, IReadOnlyList<RecordedEvent> entries, PlanningOptions options)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(options);
        return entries.Count <= BranchLimits.MaxEvents
            ? new Recording(start, entries, options)
            : throw new InvalidDataException(
                $"The history has more than {BranchLimits.MaxEvents} events, the most that branches are made of.");
    }

    /// <summary>The place of the first event after a moment: how many events happened until then. A decision is never
    /// cut in two.</summary>
    /// <param name="at">The moment.</param>
    public int PlaceAfter(DateTimeOffset at)
    {
        var (low, high) = (0, Times.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Times[middle] <= at ? (middle + 1, high) : (low, middle);
        }

        return Whole(low);
    }

    /// <summary>The place after the event of a sequence number, or after the last one before it. A decision is never
    /// cut in two.</summary>
    /// <param name="sequence">The number; 0 for the beginning.</param>
    public int PlaceAfter(long sequence)
    {
        var (low, high) = (0, Entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Entries[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
        }

        return Whole(low);
    }

    /// <summary>The world after so many events.</summary>
    /// <param name="place">How many.</param>
    public WorldState WorldAt(int place)
    {
        if (place == Entries.Count)
        {
            return worlds[^1];
        }

        var world = worlds[place / Stride];
        for (var index = place / Stride * Stride; index < place; index++)
        {
            world = world.Apply(Entries[index]);
        }

        return world;
    }

    /// <summary>When the last of so many events happened.</summary>
    /// <param name="place">How many.</param>
    public DateTimeOffset TimeOf(int place) => place == 0 ? First : Times[place - 1];

    /// <summary>A stream as it was granted at a moment.</summary>
    internal (double Frames, double Rate) GrantAt(JobId job, DateTimeOffset at)
    {
        var steps = grants.GetValueOrDefault(job) ?? [];
        var last = steps.FindLastIndex(step => step.At <= at);
        return last < 0
            ? (0, 0)
            : (steps[last].Frames + (at - steps[last].At).TotalSeconds * steps[last].Rate, steps[last].Rate);
    }

    /// <summary>The worlds since the last decision before a place, that one's own included; the newest last.</summary>
    internal IEnumerable<WorldState> WorldsBefore(int place)
    {
        var from = place;
        while (from > 0 && place - from < BranchLimits.MaxReads && !RecordedCommands.IsDecision(Entries[from - 1].Data))
        {
            from--;
        }

        for (var k = from; k <= place; k++)
        {
            yield return WorldAt(k);
        }
    }

    // A place amid the events of one decision is moved behind them.
    private int Whole(int place)
    {
        for (var index = place - 1; index >= Math.Max(0, place - BranchLimits.MaxReads); index--)
        {
            if (Points.TryGetValue(index, out var point))
            {
                return Math.Max(place, point.Last >= place ? point.Last + 1 : place);
            }
        }

        return place;
    }

    private static IEnumerable<DateTimeOffset> Monotone(IReadOnlyList<RecordedEvent> entries)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var entry in entries)
        {
            var at = EventTime.Of(entry.Data) ?? entry.Timestamp;
            last = at > last ? at : last;
            yield return last;
        }
    }

    private void Fold()
    {
        var (world, running) = (start, new Grants());
        foreach (var (job, plan) in start.Plan?.Jobs ?? ImmutableSortedDictionary<JobId, JobPlan>.Empty)
        {
            running.Set(job, 0, plan.Rate.Value, First);
            grants[job] = [(First, 0, plan.Rate.Value)];
        }

        Facts.Begin(start);
        for (var index = 0; index < Entries.Count; index++)
        {
            if (index % Stride == 0)
            {
                worlds.Add(world);
            }

            var (entry, at) = (Entries[index], Times[index]);
            var before = world;
            world = world.Apply(entry);
            if (entry.Data is PlanAdopted adopted)
            {
                running.Adopt(adopted, at);
                Keep(adopted, running, at);
            }

            Facts.Observe(entry.Data, at, before, running);
        }

        // The end is a place too.
        worlds.Add(world);
    }

    private void Keep(PlanAdopted adopted, Grants running, DateTimeOffset at)
    {
        var changed = adopted.Jobs.Select(plan => plan.Job).Concat(adopted.Departed)
            .Concat(adopted.Waiting.Select(waiting => waiting.Job));
        foreach (var job in changed)
        {
            if (!grants.TryGetValue(job, out var steps))
            {
                grants[job] = steps = [];
            }

            steps.Add((at, running.Until(job, at), running.RateOf(job)));
        }
    }
}
