using System.Security.Cryptography;
using System.Text.Json;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>
/// The one JSON form of a snapshot and of a proposal, in UTF-8: lists of things with ids sorted by id, maps by key,
/// numbers invariant and such that reading gives the same double. Equal inputs have equal bytes, whatever the order
/// they were listed in; only the order of a job's tasks is kept, since pointers into the manifest depend on it.
/// Stateless and thread-safe.
/// </summary>
public static class SnapshotCanonical
{
    /// <summary>Canonical bytes of a snapshot.</summary>
    public static byte[] Bytes(NetworkSnapshot snapshot) =>
        JsonSerializer.SerializeToUtf8Bytes(Sorted(snapshot), DomainJson.Options);

    /// <summary>Canonical bytes of a proposal, report included.</summary>
    public static byte[] Bytes(Proposal proposal) => JsonSerializer.SerializeToUtf8Bytes(
        proposal with { Jobs = [.. proposal.Jobs.OrderBy(p => p.Job).Select(Sorted)] }, DomainJson.Options);

    /// <summary>SHA-256 of the snapshot's canonical bytes, in lower-case hex.</summary>
    public static string Hash(NetworkSnapshot snapshot) => HashOf(Bytes(snapshot));

    /// <summary>SHA-256 of canonical bytes, in lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>SHA-256 of the proposal's canonical bytes, in lower-case hex.</summary>
    public static string Hash(Proposal proposal) => Convert.ToHexStringLower(SHA256.HashData(Bytes(proposal)));

    private static NetworkSnapshot Sorted(NetworkSnapshot snapshot) => snapshot with
    {
        Nodes = [.. snapshot.Nodes.OrderBy(n => n.Id)],
        Links = [.. snapshot.Links.OrderBy(l => l.Id)],
        Jobs = [.. snapshot.Jobs.OrderBy(j => j.Id).Select(Sorted)],
        Current = [.. snapshot.Current.OrderBy(p => p.Job).Select(Sorted)],
    };

    private static SnapshotJob Sorted(SnapshotJob job) => job with
    {
        Tasks = [.. job.Tasks.Select(Sorted)],
        Flows = [.. job.Flows.OrderBy(f => f.Id)],
        Done = new SortedDictionary<TaskId, NodeId>(job.Done.ToDictionary()),
    };

    private static SnapshotTask Sorted(SnapshotTask task) => task with
    {
        Constraints = task.Constraints with
        {
            Nodes = [.. task.Constraints.Nodes.Order()],
            Zones = [.. task.Constraints.Zones.Order(StringComparer.Ordinal)],
            Tolerations = [.. task.Constraints.Tolerations.OrderBy(Key, StringComparer.Ordinal)],
            With = [.. task.Constraints.With.Order()],
            Apart = [.. task.Constraints.Apart.Order()],
        },
        Measured = ByKind(task.Measured),
        Variants = task.Variants is null
            ? null
            : [.. task.Variants.OrderBy(v => v.Name, StringComparer.Ordinal)
                .Select(v => v with { Measured = ByKind(v.Measured) })],
    };

    private static SortedDictionary<string, Milliseconds> ByKind(IReadOnlyDictionary<string, Milliseconds> times) =>
        new(times.ToDictionary(), StringComparer.Ordinal);

    private static JobPlan Sorted(JobPlan plan) => plan with
    {
        Placements = [.. plan.Placements.OrderBy(p => p.Task)],
        Routes = [.. plan.Routes.OrderBy(r => r.Flow)],
        Allocations = [.. plan.Allocations.OrderBy(a => a.Flow)],
    };

    private static string Key(Toleration toleration) => $"{toleration.Key}\n{toleration.Value}";
}
