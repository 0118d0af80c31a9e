using System.Collections.Concurrent;
using EdgeFlow.Domain;

namespace EdgeFlow.Ledger.Branches;

/// <summary>When an event happened, by its own word. Thread safe.</summary>
internal static class EventTime
{
    // Every event has this member, but their interface does not: it is looked up once a type.
    private const string Member = "OccurredAt";

    private static readonly ConcurrentDictionary<Type, Func<IEvent, DateTimeOffset>?> Readers = new();

    /// <summary>When it happened; null for an event that does not say so.</summary>
    public static DateTimeOffset? Of(IEvent change) => Readers.GetOrAdd(change.GetType(), Reader)?.Invoke(change);

    private static Func<IEvent, DateTimeOffset>? Reader(Type type)
    {
        var getter = type.GetProperty(Member)?.GetGetMethod();
        return getter is null || getter.ReturnType != typeof(DateTimeOffset)
            ? null
            : change => (DateTimeOffset)getter.Invoke(change, null)!;
    }
}
