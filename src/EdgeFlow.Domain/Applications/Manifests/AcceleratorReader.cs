using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Reads which accelerators a task holds.</summary>
internal static class AcceleratorReader
{
    private const string Expected = "an object: accelerator → how many, such as { gpu: 1 }";

    /// <summary>The accelerators by name; null when none are named.</summary>
    public static IReadOnlyDictionary<string, int>? Read(DocumentNode? node, ErrorList errors)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not MapNode { Keys.Count: <= ManifestLimits.MaxAcceleratorKinds } map)
        {
            errors.Add(node, "the accelerators are no object or too many",
                $"{Expected}; at most {ManifestLimits.MaxAcceleratorKinds} kinds");
            return null;
        }

        var values = new Values(errors);
        var accelerators = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in map.Keys)
        {
            if (!Name.IsValid(name))
            {
                errors.Add(map[name], $"'{name}' is no accelerator's name", Name.Rule);
            }
            else if (values.Whole(map[name], 1, ManifestLimits.MaxAccelerators) is { } count)
            {
                accelerators[name] = (int)count;
            }
        }

        return accelerators.Count == 0 ? null : accelerators;
    }
}
