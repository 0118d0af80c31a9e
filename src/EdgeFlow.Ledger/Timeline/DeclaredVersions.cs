using System.Collections.Concurrent;
using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Ledger.World;
using Npgsql;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>What do the versions of applications declare? They never change, so that all worlds share them. Thread
/// safe.</summary>
internal sealed class DeclaredVersions(NpgsqlDataSource database)
{
    /// <summary>Most applications kept; beyond it all are forgotten and read again.</summary>
    public const int MaxKept = 10_000;

    private const string Select = """
        select application, version, manifest from applications
        where application = any($1) order by application, version
        """;

    private readonly ConcurrentDictionary<ApplicationName, ImmutableList<DeclaredVersion>> kept = new();

    /// <summary>Reads what is asked for and not known yet.</summary>
    /// <param name="wanted">Applications, each with its newest version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Gives the first versions of an application.</returns>
    public async Task<Func<ApplicationName, int, ImmutableList<DeclaredVersion>>> Load(
        IReadOnlyList<(ApplicationName Name, int Version)> wanted, CancellationToken cancellationToken)
    {
        var known = new Dictionary<ApplicationName, ImmutableList<DeclaredVersion>>();
        foreach (var (name, _) in wanted)
        {
            known[name] = kept.GetValueOrDefault(name) ?? [];
        }

        var missing = wanted.Where(one => known[one.Name].Count < one.Version).Select(one => one.Name).ToList();
        if (missing.Count > 0)
        {
            await Read(missing, known, cancellationToken).ConfigureAwait(false);
        }

        return (name, version) => known[name] is var versions && versions.Count >= version
            ? versions.GetRange(0, version)
            : throw new InvalidDataException(
                $"Version {version} of application '{name}' is in a stored world, and not in the read model.");
    }

    private async Task Read(
        List<ApplicationName> missing, Dictionary<ApplicationName, ImmutableList<DeclaredVersion>> known,
        CancellationToken cancellationToken)
    {
        var read = missing.ToDictionary(name => name, _ => ImmutableList.CreateBuilder<DeclaredVersion>());
        await using var select = database.CreateCommand(Select);
        select.Parameters.AddWithValue(missing.Select(name => name.Value).ToArray());
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var name = new ApplicationName(reader.GetString(0));
            read[name].Add(new DeclaredVersion(name, reader.GetInt32(1), reader.GetString(2)));
        }

        if (kept.Count + read.Count > MaxKept)
        {
            kept.Clear();
        }

        foreach (var (name, versions) in read)
        {
            known[name] = kept[name] = versions.ToImmutable();
        }
    }
}
