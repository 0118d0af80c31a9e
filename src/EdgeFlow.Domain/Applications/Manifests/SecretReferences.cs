using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// Checks references to secrets inside a stage's parameters: <c>{secretRef: {store, name, key}}</c> in place of a text.
/// Only the reference is ever known here; the node that runs the stage reads the value.
/// </summary>
internal sealed class SecretReferences(ErrorList errors)
{
    /// <summary>The key that makes an object a reference.</summary>
    public const string Key = "secretRef";

    private const string Expected = "secretRef: {store: STORE, name: NAME, key: KEY}, key being optional, alone";

    private readonly Values _values = new(errors);

    /// <summary>Reports every wrong reference among parameters. Nesting is bounded by the parser.</summary>
    public void Check(DocumentNode node)
    {
        switch (node)
        {
            case MapNode map when map.Find(Key) is { } reference:
                Fields.Of(map, ManifestShapes.SecretValue, errors);
                CheckReference(reference);
                break;
            case MapNode map:
                foreach (var key in map.Keys)
                {
                    CheckPersonal(map[key]);
                    Check(map[key]);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Check(item);
                }

                break;
            default:
                break;
        }
    }

    // Personal data are a job's: an application is not forgotten with any person.
    private void CheckPersonal(DocumentNode node)
    {
        if (node is MapNode map && (map.Find("personal") ?? map.Find("personalRef")) is { } personal)
        {
            errors.Add(personal, "an application holds no personal data", "them among the submission's parameters");
        }
    }

    private void CheckReference(DocumentNode reference)
    {
        var fields = Fields.Of(reference, ManifestShapes.SecretReference, errors);
        foreach (var key in ManifestShapes.SecretReference.Keys)
        {
            var text = _values.Text(fields[key], ManifestLimits.MaxLabel, Expected);
            if (text is not null && (text.Length == 0 || text.Any(c => c is <= ' ' or > '~')))
            {
                errors.Add(
                    fields[key]!, $"the {key} of a secret is empty or has odd characters",
                    $"1 to {ManifestLimits.MaxLabel} visible ASCII characters");
            }
        }
    }
}
