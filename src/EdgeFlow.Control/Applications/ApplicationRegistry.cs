using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Applications;
using EdgeFlow.Protocol.Problems;
using Npgsql;

namespace EdgeFlow.Control.Applications;

/// <summary>What applications are there? Declares versions and shows them. Thread safe.</summary>
public sealed class ApplicationRegistry(NpgsqlDataSource database, ControlCommands commands, TimeProvider time)
{
    private const string SelectVersions = """
        select application, version, manifest_hash, declared_at, manifest from applications
        where application = $1 and version < $2 order by version desc limit $3
        """;

    private const string SelectNewest = """
        select distinct on (application) application, version, manifest_hash, declared_at, null::text from applications
        where application > $1 and ($3 = '' or tenant = $3) order by application, version desc limit $2
        """;

    /// <summary>The JSON Schema of manifests.</summary>
    public static string Schema => ManifestSchema.Text;

    /// <summary>Declares an application; the same manifest again is the same version.</summary>
    /// <param name="text">The manifest as sent.</param>
    /// <param name="json">It must be JSON; else YAML will do, of which JSON is a part.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="tenant">Whose it is to be, as <c>tenant_id</c> has it; null for whose it is.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<Created<ApplicationView>>> Declare(
        string text, bool json, EventMetadata metadata, string? tenant, CancellationToken cancellationToken)
    {
        var read = ManifestReader.Read(text, json ? DocumentFormat.Json : DocumentFormat.Auto);
        if (read is not ManifestAccepted manifest)
        {
            return Refused((ManifestRefused)read);
        }

        var name = manifest.Spec.Name;
        var declare = new DeclareApplication(name, manifest.Hash, manifest.Json, time.GetUtcNow());
        var outcome = await commands.Applications.ExecuteFor(tenant, declare, metadata, null, cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        var version = outcome.State!.VersionOf(manifest.Hash)!.Value;
        var view = await Find(name.Value, version, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"Version {version} of '{name}' is declared, and not in the read model.");
        return new Created<ApplicationView>(view, outcome.Changed);
    }

    /// <summary>One version; null when there is none.</summary>
    /// <param name="name">The application.</param>
    /// <param name="version">Its version; null for the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ApplicationView?> Find(string name, int? version, CancellationToken cancellationToken)
    {
        var before = version is null or int.MaxValue ? int.MaxValue : version.Value + 1;
        var newest = await Read(SelectVersions, cancellationToken, name, before, 1).ConfigureAwait(false);
        return newest.FirstOrDefault(view => version is null || view.Version == version);
    }

    /// <summary>Versions before one, newest first, without their manifests.</summary>
    public async Task<IReadOnlyList<ApplicationView>> Versions(
        string name, int? before, int limit, CancellationToken cancellationToken)
    {
        var versions = await Read(SelectVersions, cancellationToken, name, before ?? int.MaxValue, limit)
            .ConfigureAwait(false);
        return [.. versions.Select(view => view with { Manifest = null })];
    }

    /// <summary>The newest version of each application after a name, by name, without their manifests.</summary>
    /// <param name="after">The last name of the page before; null to begin.</param>
    /// <param name="tenant">Only a tenant's; null for everybody's.</param>
    /// <param name="limit">Most applications.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<ApplicationView>> Page(
        string? after, string? tenant, int limit, CancellationToken cancellationToken) =>
        Read(SelectNewest, cancellationToken, after ?? "", limit, tenant ?? "");

    private static Refusal Refused(ManifestRefused refused) => Refusal.Of(
        ProblemKinds.InvalidManifest, "manifest",
        [.. refused.Errors.Select(error => new ProblemError(
            error.Pointer, error.Line, error.Column, error.Problem, error.Expected))]);

    private async Task<IReadOnlyList<ApplicationView>> Read(
        string text, CancellationToken cancellationToken, params object[] values)
    {
        await using var select = database.CreateCommand(text);
        foreach (var value in values)
        {
            select.Parameters.AddWithValue(value);
        }

        var views = new List<ApplicationView>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            using var manifest = reader.IsDBNull(4) ? null : JsonDocument.Parse(reader.GetString(4));
            views.Add(new ApplicationView(
                reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
                manifest?.RootElement.Clone()));
        }

        return views;
    }
}
