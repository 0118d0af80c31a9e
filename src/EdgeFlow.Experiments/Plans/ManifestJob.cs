using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
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
    /// <summary>Reads it; null when the manifest is refused.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="errors">Takes everything that is wrong with it.</param>
    public static SnapshotJob? Read(string text, ErrorList errors)
    {
        var read = ManifestReader.Read(text);
        foreach (var error in read is ManifestRefused refused ? refused.Errors : [])
        {
            errors.Add(error);
        }

        return read is ManifestAccepted accepted ? Job(accepted.Spec) : null;
    }

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
