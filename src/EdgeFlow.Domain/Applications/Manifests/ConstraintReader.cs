using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Reads where a task may run.</summary>
internal sealed class ConstraintReader(ErrorList errors)
{
    private readonly Values _values = new(errors);

    public PlacementConstraints Read(DocumentNode? node)
    {
        if (node is null)
        {
            return PlacementConstraints.None;
        }

        var fields = Fields.Of(node, ManifestShapes.Constraints, errors);
        return new PlacementConstraints(
            Names(fields["nodes"], "a list of node names").Select(name => new NodeId(name)).ToList(),
            ReadLabels(fields["labels"]),
            ReadTexts(fields["zones"], "a list of zones"),
            _values.Items(fields["tolerations"], ManifestLimits.MaxListed, "a list of { key, value }")
                .Select(ReadToleration).ToList(),
            Names(fields["with"], "a list of tasks on the same node").Select(name => new TaskId(name)).ToList(),
            Names(fields["apart"], "a list of tasks on other nodes").Select(name => new TaskId(name)).ToList());
    }

    private IReadOnlyList<string> Names(DocumentNode? node, string expected) =>
        _values.Names(node, ManifestLimits.MaxListed, expected);

    private SortedDictionary<string, string> ReadLabels(DocumentNode? node)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (node is null)
        {
            return labels;
        }

        if (node is not MapNode { Keys.Count: <= ManifestLimits.MaxLabels } map)
        {
            errors.Add(node, "the labels are no object or too many",
                $"at most {ManifestLimits.MaxLabels} labels: text");
            return labels;
        }

        foreach (var key in map.Keys)
        {
            if (Label(map[key], "a label's value as a text") is { } value)
            {
                labels[key] = value;
            }
        }

        return labels;
    }

    private List<string> ReadTexts(DocumentNode? node, string expected) =>
        _values.Items(node, ManifestLimits.MaxListed, expected)
            .Select(item => Label(item, "a text")).OfType<string>().ToList();

    private Toleration ReadToleration(DocumentNode node)
    {
        var fields = Fields.Of(node, ManifestShapes.Toleration, errors);
        return new Toleration(Label(fields["key"], "a taint's key") ?? "", Label(fields["value"], "a taint's value"));
    }

    private string? Label(DocumentNode? node, string expected) =>
        _values.Text(node, ManifestLimits.MaxLabel, expected);
}
