using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.EventStore.Projections;

/// <summary>
/// Makes a read model anew from the first event on. Appends wait meanwhile, which makes the result exactly what the
/// inline path would have made; readers see the old rows until the end. All is one transaction: a rebuild that fails
/// changes nothing.
/// </summary>
internal sealed class ProjectionRebuild(NpgsqlDataSource dataSource, EventReader reader)
{
    private const int PageSize = 1000;

    // Waits for appends in flight and holds off new ones; reading is free.
    private const string HoldAppends = "lock table mt_events in share mode";

    public async Task<long> Run(IInlineProjection projection, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (var hold = new NpgsqlCommand(HoldAppends, connection))
        {
            await hold.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await Execute(connection, projection.Reset, cancellationToken).ConfigureAwait(false);
        var count = 0L;
        for (var position = 0L; ;)
        {
            var page = await reader
                .ReadWhileLocked(connection, position, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            await Execute(connection, batch => projection.Project(page, batch), cancellationToken)
                .ConfigureAwait(false);
            position = page[^1].Sequence;
            count += page.Count;
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private static async Task Execute(
        NpgsqlConnection connection, Action<NpgsqlBatch> fill, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        fill(batch);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
