using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore.Appending;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Compares a decision made again with the recorded one, byte by byte as they are stored. Pure.</summary>
internal static class DecisionBytes
{
    /// <summary>What is otherwise, in words; null when every event is the same.</summary>
    public static string? Difference(PlanPoint point, IReadOnlyList<StreamAppend> streams)
    {
        var name = point.Adopted is { } adopted ? $"plan {adopted.Revision}" : $"the decision at event {point.Index}";
        var ours = streams.SelectMany(stream => stream.Events.Select(change =>
            $"{stream.StreamId} {DomainJson.Write(change)}")).Order(StringComparer.Ordinal).ToList();
        var theirs = point.Events.Select(item => $"{item.Stream} {DomainJson.Write(item.Event)}")
            .Order(StringComparer.Ordinal).ToList();
        if (ours.SequenceEqual(theirs))
        {
            return null;
        }

        var made = streams.SelectMany(stream => stream.Events).OfType<PlanAdopted>().FirstOrDefault();
        if (made is null != point.Adopted is null)
        {
            return $"{name} was {(made is null ? "not made" : "made though it was not recorded")}";
        }

        if (made is not null && made.Decision.SnapshotHash != point.Adopted!.Decision.SnapshotHash)
        {
            return $"{name} was made from another input than can be read from the events";
        }

        return made is not null && made.Decision.Policy != point.Adopted!.Decision.Policy
            ? $"{name} was made by {point.Adopted.Decision.Policy}, now by {made.Decision.Policy}"
            : $"{name} came out otherwise from the same input";
    }
}
