using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning.Snapshots;
using YamlDotNet.Core;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// Reads what <c>edgeflow plan</c> is given: a network (a snapshot, of which only nodes and links must be there) and
/// jobs (a list of the snapshot's jobs, or application manifests), in JSON or YAML.
/// </summary>
internal static class InputFiles
{
    private const string Manifest = "apiVersion";

    /// <summary>Reads a network and jobs into one snapshot.</summary>
    /// <param name="network">The network's file.</param>
    /// <param name="jobs">Files of jobs; their jobs join those of the network's file.</param>
    /// <exception cref="InputException">A file is missing or not of its format.</exception>
    public static NetworkSnapshot Read(string network, IReadOnlyList<string> jobs)
    {
        var root = Objects(network, Parsed(network, Text(network)));
        if (root["nodes"] is not JsonArray)
        {
            throw new InputException($"{network}: write a list 'nodes' and a list 'links'.");
        }

        SnapshotDefaults.Complete(root);
        var snapshot = Convert<NetworkSnapshot>(network, root);
        var added = jobs.SelectMany(ReadJobs).ToList();
        var all = snapshot.Jobs.Concat(added).ToList();
        var twice = all.GroupBy(j => j.Id).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? snapshot with { Jobs = all }
            : throw new InputException($"the job {twice.Key} is given {twice.Count()} times; ids must be unique.");
    }

    /// <summary>Reads a document that this program wrote.</summary>
    /// <exception cref="InputException">The file is missing or not of its format.</exception>
    public static T Document<T>(string path) => Convert<T>(path, Parsed(path, Text(path)));

    private static IEnumerable<SnapshotJob> ReadJobs(string path)
    {
        var text = Text(path);
        var root = Parsed(path, text);
        if (root is JsonObject map && map.ContainsKey(Manifest))
        {
            return [ManifestJob.Read(path, text)];
        }

        var list = root is JsonObject wrapped && wrapped["jobs"] is JsonArray inner ? inner : root as JsonArray;
        if (list is null)
        {
            throw new InputException(
                $"{path}: write a list of jobs, an object with a list 'jobs', or an application manifest.");
        }

        foreach (var job in list.OfType<JsonObject>())
        {
            SnapshotDefaults.CompleteJob(job);
        }

        return Convert<List<SnapshotJob>>(path, list);
    }

    private static JsonObject Objects(string path, JsonNode? node) => node as JsonObject
        ?? throw new InputException($"{path}: write an object with 'nodes' and 'links'.");

    private static JsonNode? Parsed(string path, string text)
    {
        try
        {
            return YamlDocument.Read(text);
        }
        catch (YamlException wrong)
        {
            throw new InputException($"{path}: {wrong.Message}", wrong);
        }
    }

    private static T Convert<T>(string path, JsonNode? node)
    {
        try
        {
            return node.Deserialize<T>(DomainJson.Options) ?? throw new InputException($"{path} is empty.");
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException)
        {
            throw new InputException(
                $"{path}: {wrong.Message}\nThe format is described by 'edgeflow plan schema'.", wrong);
        }
    }

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path)
        : throw new InputException($"{path}: there is no such file.");
}
