using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Reads the other forms of a task's model.</summary>
internal sealed class VariantReader(ErrorList errors)
{
    private readonly Values _values = new(errors);

    /// <summary>The variants in the manifest's order; null when there are none.</summary>
    /// <param name="node">The list.</param>
    /// <param name="stage">The task's stage, which must have a model that a variant can stand in for.</param>
    public IReadOnlyList<ModelVariant>? ReadAll(DocumentNode? node, StageSpec stage)
    {
        var items = _values.Items(node, ManifestLimits.MaxVariants, "a list of { name, model, accuracy, … }");
        if (items.Count > 0 && stage.Model is null)
        {
            errors.Add(node!, "the stage has no model of which there could be variants", "a stage with a model");
        }

        var names = new HashSet<string>(StringComparer.Ordinal) { ModelVariant.Full };
        var variants = new List<ModelVariant>();
        foreach (var item in items)
        {
            if (Read(item) is not { } variant)
            {
                continue;
            }

            if (names.Add(variant.Name))
            {
                variants.Add(variant);
            }
            else
            {
                errors.Add(item, $"there are two variants '{variant.Name}'",
                    $"a name of its own for each; '{ModelVariant.Full}' is the model as declared");
            }
        }

        return variants.Count == 0 ? null : variants;
    }

    private ModelVariant? Read(DocumentNode node)
    {
        var fields = Fields.Of(node, ManifestShapes.Variant, errors);
        var name = _values.NameOf(fields["name"]);
        var model = _values.Text(fields["model"], ManifestLimits.MaxModel, ModelReference.Expected);
        if (model is not null && ModelReference.Problem(model) is { } problem)
        {
            errors.Add(fields["model"]!, $"the model reference {problem}", ModelReference.Expected);
        }

        var accuracy = _values.Number(fields["accuracy"], ManifestLimits.LeastPart, 1);
        var (work, memory, data) = (Factor(fields["work"]), Factor(fields["memory"]), Factor(fields["data"]));
        return name is null || model is null || accuracy is null
            ? null
            : new ModelVariant(name, model, accuracy.Value, work, memory, data);
    }

    private double Factor(DocumentNode? node) =>
        _values.Number(node, ManifestLimits.LeastPart, ManifestLimits.MaxFactor) ?? 1;
}
