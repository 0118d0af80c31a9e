using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Reads what a task executes.</summary>
internal sealed class StageReader(ErrorList errors)
{
    /// <summary>The kind of a plain ONNX model.</summary>
    public const string ModelKind = "model";

    /// <summary>The kind of an HTTP stage.</summary>
    public const string ExternalKind = "external";

    /// <summary>The parameter that holds an HTTP stage's address.</summary>
    public const string UrlKey = "url";

    private const string Expected = "one of builtin: NAME (perhaps with model: FILE), model: FILE, external: URL";

    private readonly Values _values = new(errors);

    public StageSpec Read(DocumentNode? node)
    {
        var fields = Fields.Of(node, ManifestShapes.Stage, errors);
        var builtin = ReadBuiltin(fields["builtin"]);
        var model = ReadModel(fields["model"]);
        var url = ReadUrl(fields["external"]);
        var isExternal = fields["external"] is not null;
        if (node is MapNode && isExternal && (fields["builtin"] ?? fields["model"]) is not null)
        {
            errors.Add(node, "a stage is external and something else as well", Expected);
        }
        else if (node is MapNode && !isExternal && fields["builtin"] is null && fields["model"] is null)
        {
            errors.Add(node, "a stage says nothing to execute", Expected);
        }

        var parameters = ReadParameters(fields["with"], isExternal ? url ?? "" : null);
        return isExternal
            ? new StageSpec(ExternalKind, null, parameters)
            : new StageSpec(builtin ?? ModelKind, model, parameters);
    }

    private string? ReadBuiltin(DocumentNode? node)
    {
        var name = _values.NameOf(node);
        if (name is ModelKind or ExternalKind)
        {
            errors.Add(node!, $"'{name}' is no built-in stage", $"{name}: … beside it, without builtin");
        }

        return name;
    }

    private string? ReadModel(DocumentNode? node)
    {
        var model = _values.Text(node, ManifestLimits.MaxModel, ModelReference.Expected);
        if (model is not null && ModelReference.Problem(model) is { } problem)
        {
            errors.Add(node!, $"the model reference {problem}", ModelReference.Expected);
        }

        return model;
    }

    private string? ReadUrl(DocumentNode? node)
    {
        var url = _values.Text(node, ManifestLimits.MaxUrl, ExternalAddress.Expected);
        if (url is not null && ExternalAddress.Problem(url) is { } problem)
        {
            errors.Add(node!, $"the address {problem}", ExternalAddress.Expected);
        }

        return url;
    }

    /// <summary>The <c>with</c> object as canonical JSON; an external stage's address joins it.</summary>
    private string ReadParameters(DocumentNode? node, string? url)
    {
        if (node is not (null or MapNode))
        {
            errors.Add(node, $"{node.Kind} stands where an object is expected", "an object of the stage's parameters");
            node = null;
        }

        var map = node as MapNode;
        if (map?.Find(SecretReferences.Key) is { } whole)
        {
            errors.Add(whole, "all of the parameters are one secret", "a secret in place of one text among them");
        }
        else if (map is not null)
        {
            new SecretReferences(errors).Check(map);
        }

        if (url is null)
        {
            return map is null ? "{}" : CanonicalJson.Write(writer => CanonicalJson.Write(writer, map, errors));
        }

        if (map?.Find(UrlKey) is { } second)
        {
            errors.Add(second, "the address of an external stage is given twice", "external: URL only");
        }

        return CanonicalJson.Write(writer =>
        {
            writer.WriteStartObject();
            var keys = (map?.Keys ?? []).Where(key => key != UrlKey).Append(UrlKey);
            foreach (var key in keys.Order(StringComparer.Ordinal))
            {
                writer.WritePropertyName(key);
                if (key == UrlKey)
                {
                    writer.WriteStringValue(url);
                }
                else
                {
                    CanonicalJson.Write(writer, map![key], errors);
                }
            }

            writer.WriteEndObject();
        });
    }
}
