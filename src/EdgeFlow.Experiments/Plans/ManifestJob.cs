using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// A job of an application's manifest, named as the application. What a running network would measure must be declared
/// here: a task without work counts as none, an edge without data likewise.
/// </summary>
internal static class ManifestJob
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="InputException">The manifest is refused; every error is named.</exception>
    public static SnapshotJob Read(string path, string text) => ManifestReader.Read(text) switch
    {
        ManifestAccepted accepted => Job(accepted.Spec),
        ManifestRefused refused => throw new InputException(string.Join('\n', refused.Errors
            .Select(e => $"  line {e.Line}, column {e.Column}: {e.Pointer}: {e.Problem}; expected: {e.Expected}")
            .Prepend($"{path}: this manifest is not valid."))),
        _ => throw new InvalidOperationException($"{path}: the reader gave neither an application nor errors."),
    };

    private static SnapshotJob Job(ApplicationSpec application) => new(
        new JobId(application.Name.Value), application.Demand,
        [.. application.Tasks.Select(task => new SnapshotTask(
            task.Id, task.Work ?? new WorkUnits(0), task.Memory, task.Constraints,
            new Dictionary<string, Milliseconds>(), task.Accelerators, task.Accuracy, Variants(task)))],
        [.. application.Tasks.SelectMany(task => task.Needs.Select(
            need => new SnapshotFlow(new FlowId(need.Task, task.Id), need.Data ?? new Bytes(0)))).OrderBy(f => f.Id)],
        new Dictionary<TaskId, NodeId>());

    private static IReadOnlyList<SnapshotVariant>? Variants(TaskSpec task) => task.Variants is null ? null
        : [.. task.Variants.OrderBy(v => v.Name, StringComparer.Ordinal).Select(v => new SnapshotVariant(
            v.Name, v.Accuracy, v.Work, v.Memory, v.Data, new Dictionary<string, Milliseconds>()))];
}
