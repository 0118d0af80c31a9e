using EdgeFlow.EventStore.Schema;
using Npgsql;

namespace EdgeFlow.Ledger.Database;

/// <summary>The ledger's own tables: every script of this folder, in the order of their names.</summary>
public static class LedgerSchema
{
    /// <summary>Brings the tables up to date.</summary>
    /// <param name="database">The control plane's database.</param>
    /// <param name="cancellationToken">Ends the work; nothing is applied then.</param>
    public static Task Apply(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var assembly = typeof(LedgerSchema).Assembly;
        return SchemaMigration.Apply(
            database, "ledger",
            [.. assembly.GetManifestResourceNames().Select(name => SchemaScript.Embedded(assembly, name))],
            cancellationToken);
    }
}
