using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>Writes a world as compressed bytes and reads it again. Pure.</summary>
internal static class WorldCodec
{
    // Raise it when events mean something else than before: then what was folded earlier is not what a fold gives.
    private const string Meaning = "1";

    /// <summary>
    /// Names the shape of what is written: it changes by itself when a state gains, loses or renames a member, so that
    /// nobody reads a state that lacks what today's fold would have put into it.
    /// </summary>
    public static string Format { get; } = Meaning + "-" + Fingerprint();

    /// <summary>The bytes of a world that has begun.</summary>
    public static byte[] Write(WorldState world)
    {
        var document = new WorldDocument(
            world.Sequence, world.At ?? default,
            [.. world.Applications.Values.Select(known => new ApplicationDocument(
                known.State with { Manifest = "" }, known.Tenant))],
            [.. world.Jobs.Values], [.. world.Nodes.Values], [.. world.Links.Values], world.Plan, world.Ended,
            world.Settings, world.Started);
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(packed, document, DomainJson.Options);
        }

        return bytes.ToArray();
    }

    /// <summary>The document in bytes of this <see cref="Format"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static WorldDocument Read(byte[] bytes)
    {
        try
        {
            using var packed = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<WorldDocument>(packed, DomainJson.Options)
                ?? throw new InvalidDataException("A stored world is null.");
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"A stored world cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>The world of a document.</summary>
    /// <param name="document">What was stored.</param>
    /// <param name="declared">The versions of an application by its name, the first one first.</param>
    public static WorldState World(
        WorldDocument document, Func<ApplicationName, int, ImmutableList<DeclaredVersion>> declared) => new(
        document.Sequence, document.At,
        document.Applications.ToImmutableSortedDictionary(
            known => known.State.Application, known => Application(known, declared)),
        document.Jobs.Select(Ordered).ToImmutableSortedDictionary(job => job.State.Job, job => job),
        document.Nodes.Select(Ordered).ToImmutableSortedDictionary(node => node.State.Node, node => node),
        document.Links.ToImmutableSortedDictionary(link => link.State.Link, link => link), document.Plan,
        document.Ended)
    {
        Settings = document.Settings,
        Started = document.Started,
    };

    private static WorldApplication Application(
        ApplicationDocument known, Func<ApplicationName, int, ImmutableList<DeclaredVersion>> declared)
    {
        var versions = declared(known.State.Application, known.State.Version);
        return new WorldApplication(known.State with { Manifest = versions[^1].Manifest }, versions)
        {
            Tenant = known.Tenant,
        };
    }

    // JSON does not say in which order texts stand: the machine's language must not decide it.
    private static Versioned<JobState> Ordered(Versioned<JobState> job) => job with
    {
        State = job.State with { Parameters = job.State.Parameters.WithComparers(StringComparer.Ordinal) },
    };

    private static Versioned<NodeState> Ordered(Versioned<NodeState> node) => node with
    {
        State = node.State with { Profiles = node.State.Profiles.WithComparers(StringComparer.Ordinal) },
    };

    private static string Fingerprint()
    {
        var shape = new StringBuilder();
        Describe(typeof(WorldDocument), shape, []);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape.ToString())))[..16];
    }

    private static void Describe(Type type, StringBuilder shape, HashSet<Type> seen)
    {
        var isOurs = type.Namespace?.StartsWith("EdgeFlow.", StringComparison.Ordinal) == true;
        if (!seen.Add(type))
        {
            return;
        }

        foreach (var part in type.GetGenericArguments())
        {
            Describe(part, shape, seen);
        }

        if (!isOurs)
        {
            return;
        }

        if (type.IsEnum)
        {
            shape.Append(type.Name).Append('=').AppendJoin(',', Enum.GetNames(type)).Append('\n');
            return;
        }

        foreach (var member in type.GetProperties().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            shape.Append(type.Name).Append('.').Append(member.Name).Append(':').Append(member.PropertyType);
            shape.Append('\n');
            Describe(member.PropertyType, shape, seen);
        }
    }
}
