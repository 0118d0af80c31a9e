using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Finds where the recorded control plane decided, and which causes were answered by it. Pure.</summary>
internal static class PlanPoints
{
    /// <summary>The moments, by place. Events of one append follow each other and have one time.</summary>
    public static IReadOnlyDictionary<int, PlanPoint> Find(IReadOnlyList<RecordedEvent> entries)
    {
        var points = new Dictionary<int, PlanPoint>();
        var open = new List<(string Stream, IEvent Event)>();
        var (first, last, at) = (0, 0, default(DateTimeOffset));
        for (var index = 0; index < entries.Count; index++)
        {
            var change = entries[index].Data;
            if (!RecordedCommands.IsDecision(change))
            {
                continue;
            }

            // One append has one time and at most one plan.
            var time = EventTime.Of(change) ?? entries[index].Timestamp;
            var isSecondPlan = change is PlanAdopted && open.Exists(item => item.Event is PlanAdopted);
            if (open.Count > 0 && (time != at || isSecondPlan))
            {
                Add(points, first, last, at, open);
                open = [];
            }

            (first, last, at) = open.Count == 0 ? (index, index, time) : (first, index, at);
            open.Add((entries[index].StreamId, change));
        }

        Add(points, first, last, at, open);
        return points;
    }

    /// <summary>For each place whether its event asks for a plan and a recorded one answered it in time; a better plan
    /// that was found answers nothing.</summary>
    public static bool[] Answered(
        IReadOnlyList<RecordedEvent> entries, IReadOnlyList<DateTimeOffset> times,
        IReadOnlyDictionary<int, PlanPoint> points)
    {
        var answered = new bool[entries.Count];
        DateTimeOffset? next = null;
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            next = points.TryGetValue(index, out var point) && !point.IsImprovement ? times[index] : next;
            answered[index] = ReplanTrigger.Of(entries[index].Data) is not null
                && next - times[index] <= BranchLimits.Reaction;
        }

        return answered;
    }

    private static void Add(
        Dictionary<int, PlanPoint> points, int first, int last, DateTimeOffset at,
        List<(string Stream, IEvent Event)> events)
    {
        if (events.Count > 0)
        {
            points[first] = new PlanPoint(
                first, last, at, events.Select(item => item.Event).OfType<PlanAdopted>().FirstOrDefault(), events);
        }
    }
}
