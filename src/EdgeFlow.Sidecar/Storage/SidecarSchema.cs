using Npgsql;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>Creates the schema <c>workflow</c> when it is missing.</summary>
internal static class SidecarSchema
{
    // Two control planes may start on an empty database at once; CREATE ... IF NOT EXISTS alone can then collide.
    private const long SetupLock = 0x45666c6f77;

    /// <summary>Runs the idempotent schema script in one transaction.</summary>
    public static async Task Ensure(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
        await using var guard = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction);
        guard.Parameters.Add(new NpgsqlParameter<long> { TypedValue = SetupLock });
        await guard.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        await using var script = new NpgsqlCommand(Script(), connection, transaction);
        await script.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
    }

    private static string Script()
    {
        var assembly = typeof(SidecarSchema).Assembly;
        using var stream = assembly.GetManifestResourceStream("EdgeFlow.Sidecar.Storage.schema.sql")
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} was built without its schema script.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
