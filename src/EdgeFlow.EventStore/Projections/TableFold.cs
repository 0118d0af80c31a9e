using EdgeFlow.EventStore.Connections;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using Npgsql;

namespace EdgeFlow.EventStore.Projections;

/// <summary>Brings the tables that a connection sees from one place of the history to another. Not
/// thread-safe.</summary>
internal sealed class TableFold(
    NpgsqlConnection connection, EventReader reader, IInlineProjection projection, string[] names,
    IProgress<RebuildProgress>? progress)
{
    /// <summary>The connection.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>The last event that the tables know.</summary>
    public long Place { get; set; }

    /// <summary>Whether the database can make the tables itself: the events are stored as they are read.</summary>
    public bool CanFill(EventRegistry registry) => projection is ISetProjection && registry.AreAsStored(names);

    /// <summary>Lets the database make the empty tables up to a place.</summary>
    public async Task Fill(long last, CancellationToken cancellationToken)
    {
        progress?.Report(new RebuildProgress("filling", 0, last));
        foreach (var statement in ((ISetProjection)projection).Fill)
        {
#pragma warning disable CA2100 // The read model's own constants.
            await using var fill = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
            fill.Parameters.Add(Sql.Value(last));
            fill.Parameters.Add(Sql.Texts(names));
            await fill.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        Place = last;
        progress?.Report(new RebuildProgress("following", Place, last));
    }

    /// <summary>Takes the events up to a place into account, page by page. They must all be visible.</summary>
    public async Task To(long last, CancellationToken cancellationToken)
    {
        while (Place < last)
        {
            var page = await reader.ReadOfTypes(
                connection, Place, last, names, ProjectionRebuild.PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count > 0)
            {
                await using var batch = new NpgsqlBatch(connection);
                projection.Project(page, batch);
                if (batch.BatchCommands.Count > 0)
                {
                    await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            Place = page.Count < ProjectionRebuild.PageSize ? last : page[^1].Sequence;
            progress?.Report(new RebuildProgress("following", Place, last));
        }
    }

    /// <summary>The last event that is visible.</summary>
    public async Task<long> Last(CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>How many events there are up to a place.</summary>
    public async Task<long> Count(long last, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand("select count(*) from mt_events where seq_id <= $1", connection);
        select.Parameters.Add(Sql.Value(last));
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Runs a statement on the connection.</summary>
    public async Task Run(string text, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The rebuild's own constants.
        await using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
