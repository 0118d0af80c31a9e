using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Snapshots and plans as files: the JSON that <see cref="SnapshotCanonical"/> writes, described by the schemas in
/// docs/schema. Stateless.
/// </summary>
public static class SnapshotFile
{
    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="JsonException">The file is no snapshot.</exception>
    public static NetworkSnapshot Read(string path) => Parse<NetworkSnapshot>(path);

    /// <summary>Reads a proposal.</summary>
    /// <exception cref="JsonException">The file is no proposal.</exception>
    public static Proposal ReadProposal(string path) => Parse<Proposal>(path);

    /// <summary>Reads a snapshot, or all of a folder in the order of their names.</summary>
    /// <exception cref="JsonException">A file is no snapshot.</exception>
    public static IReadOnlyList<(string Name, NetworkSnapshot Snapshot)> ReadAll(string path) =>
    [
        .. (Directory.Exists(path) ? Directory.GetFiles(path, "*.json") : [path]).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), Read(file))),
    ];

    private static T Parse<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), DomainJson.Options)
        ?? throw new JsonException($"{path} holds null");
}
