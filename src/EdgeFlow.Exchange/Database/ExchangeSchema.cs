using EdgeFlow.EventStore.Schema;
using Npgsql;

namespace EdgeFlow.Exchange.Database;

/// <summary>The exchange's own tables: every script of this folder, in the order of their names.</summary>
public static class ExchangeSchema
{
    /// <summary>Brings the tables up to date.</summary>
    /// <param name="database">The control plane's database.</param>
    /// <param name="cancellationToken">Ends the work; nothing is applied then.</param>
    public static Task Apply(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var assembly = typeof(ExchangeSchema).Assembly;
        return SchemaMigration.Apply(
            database, "exchange",
            [.. assembly.GetManifestResourceNames().Select(name => SchemaScript.Embedded(assembly, name))],
            cancellationToken);
    }
}
