using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning.Budgets;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Ledger.Reports;

/// <summary>The tables of what is used. Everything happens in the caller's transaction.</summary>
internal static class UsageStore
{
    private const string SelectPlans = """
        select job, epoch, tenant, costs::text, counted_until, ended_at from ledger_usage_plans
        """;

    private const string SelectMarks = "select node, job, task, instance, counters::text from ledger_usage_marks";

    private const string UpsertUsage = """
        insert into ledger_usage as u (hour, job, task, node, tenant, frames, compute_ms, joules, price,
            lost_compute_ms, lost_joules, lost_price, at_most_compute_ms, at_most_joules, at_most_price,
            planned_frames, planned_compute_ms, planned_joules, planned_price)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        on conflict (hour, job, task, node) do update set
            frames = u.frames + excluded.frames, compute_ms = u.compute_ms + excluded.compute_ms,
            joules = u.joules + excluded.joules, price = u.price + excluded.price,
            lost_compute_ms = u.lost_compute_ms + excluded.lost_compute_ms,
            lost_joules = u.lost_joules + excluded.lost_joules, lost_price = u.lost_price + excluded.lost_price,
            at_most_compute_ms = u.at_most_compute_ms + excluded.at_most_compute_ms,
            at_most_joules = u.at_most_joules + excluded.at_most_joules,
            at_most_price = u.at_most_price + excluded.at_most_price,
            planned_frames = u.planned_frames + excluded.planned_frames,
            planned_compute_ms = u.planned_compute_ms + excluded.planned_compute_ms,
            planned_joules = u.planned_joules + excluded.planned_joules,
            planned_price = u.planned_price + excluded.planned_price
        """;

    private const string UpsertLinks = """
        insert into ledger_usage_links as u (hour, job, flow, node, link, tenant, bytes, price, lost_bytes,
            lost_price, at_most_bytes, at_most_price, planned_bytes, planned_price)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (hour, job, flow, node, link) do update set
            bytes = u.bytes + excluded.bytes, price = u.price + excluded.price,
            lost_bytes = u.lost_bytes + excluded.lost_bytes, lost_price = u.lost_price + excluded.lost_price,
            at_most_bytes = u.at_most_bytes + excluded.at_most_bytes,
            at_most_price = u.at_most_price + excluded.at_most_price,
            planned_bytes = u.planned_bytes + excluded.planned_bytes,
            planned_price = u.planned_price + excluded.planned_price
        """;

    private const string UpsertPlan = """
        insert into ledger_usage_plans (job, epoch, tenant, costs, counted_until, ended_at)
        values ($1, $2, $3, $4::jsonb, $5, $6)
        on conflict (job, epoch) do update set
            tenant = excluded.tenant, counted_until = excluded.counted_until, ended_at = excluded.ended_at
        """;

    private const string UpsertMark = """
        insert into ledger_usage_marks (node, job, task, instance, counters, seen_at)
        values ($1, $2, $3, $4, $5::jsonb, $6)
        on conflict (node, job, task, instance) do update set
            counters = excluded.counters, seen_at = excluded.seen_at
        """;

    /// <summary>How far the events are counted; nobody else counts until the transaction ends.</summary>
    public static async Task<long> Lock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand("select sequence from ledger_usage_place for update", connection);
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The book as it is stored.</summary>
    public static async Task<UsageBook> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var plans = new List<CountedPlan>();
        await using (var select = new NpgsqlCommand(SelectPlans, connection))
        {
            await using var row = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                plans.Add(new CountedPlan(
                    row.GetString(0), row.GetInt32(1), row.GetString(2),
                    JsonSerializer.Deserialize<PlannedCosts>(row.GetString(3), DomainJson.Options)!, At(row, 4),
                    At(row, 5)));
            }
        }

        var marks = new List<(StageName, StageMark)>();
        await using (var select = new NpgsqlCommand(SelectMarks, connection))
        {
            await using var row = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                marks.Add((
                    new StageName(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
                    JsonSerializer.Deserialize<StageMark>(row.GetString(4))!));
            }
        }

        return new UsageBook(plans, marks);
    }

    /// <summary>Stores what the book has counted, and how far.</summary>
    /// <param name="connection">With the transaction.</param>
    /// <param name="book">The book.</param>
    /// <param name="sequence">The last event that is counted.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task Write(
        NpgsqlConnection connection, UsageBook book, long sequence, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "update ledger_usage_place set sequence = $1", sequence);
        foreach (var (key, sum) in book.Sums.Usage)
        {
            Add(
                batch, UpsertUsage, key.Hour, key.Job, key.Task, key.Node, sum.Tenant, sum.Frames, sum.ComputeMs,
                sum.Joules, sum.Price, sum.LostComputeMs, sum.LostJoules, sum.LostPrice,
                sum.AtMostComputeMs, sum.AtMostJoules, sum.AtMostPrice, sum.PlannedFrames,
                sum.PlannedComputeMs, sum.PlannedJoules, sum.PlannedPrice);
        }

        foreach (var (key, sum) in book.Sums.Links)
        {
            Add(
                batch, UpsertLinks, key.Hour, key.Job, key.Flow, key.Node, key.Link, sum.Tenant, sum.Bytes, sum.Price,
                sum.LostBytes, sum.LostPrice, sum.AtMostBytes, sum.AtMostPrice, sum.PlannedBytes, sum.PlannedPrice);
        }

        foreach (var plan in book.ChangedPlans)
        {
            Add(
                batch, UpsertPlan, plan.Job, plan.Epoch, plan.Tenant,
                JsonSerializer.Serialize(plan.Costs, DomainJson.Options), plan.CountedUntil, plan.EndedAt);
        }

        foreach (var (stage, mark) in book.ChangedMarks)
        {
            Add(
                batch, UpsertMark, stage.Node, stage.Job, stage.Task, stage.Instance, JsonSerializer.Serialize(mark),
                now);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes what is older than it is kept.</summary>
    public static async Task Trim(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "delete from ledger_usage where hour < $1", now - UsageLimits.Kept);
        Add(batch, "delete from ledger_usage_links where hour < $1", now - UsageLimits.Kept);
        Add(batch, "delete from ledger_usage_plans where ended_at < $1", now - UsageBook.PlanGrace);
        Add(batch, """
            delete from ledger_usage_marks m where seen_at < $1
                and not exists (select from ledger_usage_plans p where p.job = m.job)
            """, now - UsageBook.PlanGrace);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Add(NpgsqlBatch batch, string text, params ReadOnlySpan<object?> values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = text;
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                DateTimeOffset at => new NpgsqlParameter { Value = at.ToUniversalTime() },
                _ => new NpgsqlParameter { Value = value },
            });
        }

        batch.BatchCommands.Add(command);
    }

    private static DateTimeOffset? At(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
