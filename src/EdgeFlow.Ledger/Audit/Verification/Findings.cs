using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Ledger.Audit.Verification;

/// <summary>
/// Collects what is wrong and says it in words. Where one event is missing and the same stands in another place, that
/// is
/// told as one change of order, not as two faults. Bounded; not thread safe.
/// </summary>
internal sealed class Findings
{
    /// <summary>The most that are kept; of what exceeds it only the number is.</summary>
    public const int Max = 1000;

    private readonly List<AuditFinding> others = [];
    private readonly List<Deviation> deviations = [];
    private long leftOut;

    /// <summary>Adds a fault of the chain itself.</summary>
    public void Add(string kind, string? tenant, string problem, long? sequence = null, string? stream = null) =>
        Keep(() => others.Add(new AuditFinding(kind, tenant, sequence, stream, null, null, problem)));

    /// <summary>Adds an event that is not as sealed.</summary>
    public void Add(Deviation deviation) => Keep(() => deviations.Add(deviation));

    /// <summary>All of it in order of place, and how many were not kept.</summary>
    public (IReadOnlyList<AuditFinding> Listed, long LeftOut) Told()
    {
        var byPlace = Index(deviations.Where(d => d.Expected is not null), d => PlaceOf(d.Expected!.Value));
        var byBody = Index(deviations.Where(d => d.Expected is not null), d => BodyOf(d.Expected!.Value));
        var arrived = new HashSet<Deviation>(ReferenceEqualityComparer.Instance);
        var told = new List<AuditFinding>(others);
        foreach (var deviation in deviations.Where(d => d.Actual is not null))
        {
            var actual = deviation.Actual!.Value;
            var from = Other(byPlace, PlaceOf(actual), deviation) ?? Other(byBody, BodyOf(actual), deviation);
            if (from is not null)
            {
                told.Add(Tell(
                    AuditFindingKinds.Reordered, deviation.Tenant, actual,
                    $"the event that was sealed at {from.Sequence} stands here now"));
                arrived.Add(from);
                arrived.Add(deviation);
            }
        }

        told.AddRange(deviations.Where(d => !arrived.Contains(d)).Select(Tell));
        return ([.. told.OrderBy(f => f.Sequence ?? 0).ThenBy(f => f.Tenant, StringComparer.Ordinal)], leftOut);
    }

    private static AuditFinding Tell(Deviation deviation) => deviation switch
    {
        { Actual: null, Expected: { } gone } => Tell(
            AuditFindingKinds.Deleted, deviation.Tenant, gone, "the event was sealed and is not in the database"),
        { Expected: null, Actual: { } added } => Tell(
            AuditFindingKinds.Inserted, deviation.Tenant, added,
            "the event stands among sealed ones and was not sealed"),
        { Expected: { } before, Actual: { } now } when PlaceOf(before) != PlaceOf(now) => Tell(
            AuditFindingKinds.Edited, deviation.Tenant, before,
            $"the event was given another place: stream {now.Stream ?? "null"}, version {now.Version}"),
        _ => Tell(
            AuditFindingKinds.Edited, deviation.Tenant, deviation.Expected!.Value,
            "the event's data, type, time, tenant or metadata is not what was sealed"),
    };

    private static AuditFinding Tell(string kind, string tenant, BlockEntry at, string problem) =>
        new(kind, tenant, at.Sequence, at.Stream, at.Version, null, problem);

    private static (string? Stream, long Version) PlaceOf(BlockEntry entry) => (entry.Stream, entry.Version);

    private static string BodyOf(BlockEntry entry) => Convert.ToHexString(entry.Body.Span);

    private static Dictionary<TKey, Deviation> Index<TKey>(
        IEnumerable<Deviation> items, Func<Deviation, TKey> key)
        where TKey : notnull
    {
        var index = new Dictionary<TKey, Deviation>();
        foreach (var item in items)
        {
            index.TryAdd(key(item), item);
        }

        return index;
    }

    private static Deviation? Other<TKey>(Dictionary<TKey, Deviation> index, TKey key, Deviation self)
        where TKey : notnull => index.TryGetValue(key, out var found) && found.Sequence != self.Sequence ? found : null;

    private void Keep(Action add)
    {
        if (others.Count + deviations.Count < Max)
        {
            add();
        }
        else
        {
            leftOut++;
        }
    }
}
