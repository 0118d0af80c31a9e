using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Reads the tasks of a manifest and hands them to the rules of the DAG.</summary>
internal sealed class TaskReader(ErrorList errors)
{
    private readonly Values _values = new(errors);

    public IReadOnlyList<TaskSpec> ReadAll(DocumentNode? node)
    {
        var items = _values.Items(node, ManifestLimits.MaxTasks, "a list of tasks");
        if (node is ListNode { Items.Count: 0 })
        {
            errors.Add(node, "there are no tasks", "at least one task");
        }

        var tasks = new List<TaskSpec>();
        var places = new TaskPlaces();
        foreach (var item in items)
        {
            if (Read(item) is not { } task)
            {
                continue;
            }

            if (places.TryAdd(task.Id, item))
            {
                tasks.Add(task);
            }
            else
            {
                errors.Add(places.At(item, "id"), $"there are two tasks '{task.Id}'", "an id of its own for each task");
            }
        }

        GraphRules.Check(tasks, places, errors);
        AffinityRules.Check(tasks, places, errors);
        return tasks;
    }

    private TaskSpec? Read(DocumentNode node)
    {
        var fields = Fields.Of(node, ManifestShapes.Task, errors);
        var id = _values.NameOf(fields["id"]);
        var stage = new StageReader(errors).Read(fields["stage"]);
        var needs = _values.Items(fields["needs"], ManifestLimits.MaxTasks, "a list of tasks whose output it reads")
            .Select(ReadNeed).ToList();
        var memory = _values.QuantityOf(fields["memory"], UnitScale.Data, 1, ManifestLimits.MaxBytes)
            ?? ManifestLimits.DefaultMemory;
        var work = ReadWork(fields["work"]);
        var constraints = new ConstraintReader(errors).Read(fields["constraints"]);
        var retry = ReadRetry(fields["retry"]);
        var timeout = DemandReader.Time(fields["timeout"], _values);
        var accelerators = AcceleratorReader.Read(fields["accelerators"], errors);
        var accuracy = _values.Number(fields["accuracy"], ManifestLimits.LeastPart, 1);
        var variants = new VariantReader(errors).ReadAll(fields["variants"], stage);
        return id is null
            ? null
            : new TaskSpec(
                new TaskId(id), stage, needs, work, new Bytes(decimal.ToInt64(decimal.Ceiling(memory))),
                constraints, retry, timeout is { } time ? new Milliseconds(time) : null, accelerators, accuracy,
                variants);
    }

    /// <summary>An edge. One whose name is wrong keeps its place with no name, so that positions still fit.</summary>
    private NeedSpec ReadNeed(DocumentNode node)
    {
        if (node is ScalarNode)
        {
            return new NeedSpec(new TaskId(_values.NameOf(node) ?? ""), null);
        }

        var fields = Fields.Of(node, ManifestShapes.Need, errors);
        var task = new TaskId(_values.NameOf(fields["task"]) ?? "");
        if (fields["data"] is null or ScalarNode { Value: "measured" })
        {
            return new NeedSpec(task, null);
        }

        var data = _values.QuantityOf(fields["data"], UnitScale.Data, 0, ManifestLimits.MaxBytes);
        return new NeedSpec(task, data is { } size ? new Bytes(decimal.ToInt64(decimal.Ceiling(size))) : null);
    }

    private WorkUnits? ReadWork(DocumentNode? node)
    {
        if (node is null or ScalarNode { Value: "profile" })
        {
            return null;
        }

        var work = _values.QuantityOf(node, UnitScale.Work, 0, (decimal)ManifestLimits.MaxWork);
        return work is { } amount ? new WorkUnits((double)amount) : null;
    }

    private RetrySpec ReadRetry(DocumentNode? node)
    {
        var standard = RetrySpec.Default;
        if (node is null)
        {
            return standard;
        }

        var fields = Fields.Of(node, ManifestShapes.Retry, errors);
        var attempts = _values.Whole(fields["attempts"], 1, ManifestLimits.MaxAttempts);
        var delay = _values.QuantityOf(
            fields["firstDelay"], UnitScale.Time, 0, (decimal)ManifestLimits.MaxFirstDelayMs);
        var backoff = _values.Number(fields["backoff"], 1, ManifestLimits.MaxBackoff);
        var onErrors = _values.Items(fields["onErrors"], ManifestLimits.MaxListed, "a list of error types")
            .Select(item => _values.Text(item, ManifestLimits.MaxLabel, "an error type such as BadInput"))
            .OfType<string>().ToList();
        return new RetrySpec(
            (int)(attempts ?? standard.Attempts),
            delay is { } first ? new Milliseconds((double)first) : standard.FirstDelay,
            backoff ?? standard.Backoff, onErrors);
    }
}
