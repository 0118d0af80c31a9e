using System.Text;
using EdgeFlow.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Events;

/// <summary>
/// The statement for a page of events: only the conditions that are given stand in it, so that the database can choose
/// an index for them. What a caller says is only ever a parameter.
/// </summary>
internal static class EventSql
{
    private const string Columns = """
        select seq_id, stream_id, version, type, timestamp, data::text, headers ->> 'actor', correlation_id,
               causation_id
        from mt_events where seq_id > $1
        """;

    private const string OfTenant = " and (stream_id like 'job-%' or stream_id like 'application-%')";

    // The words by which the database knows that the index of tenants' events has them all.
    private const string NotDefault = " and tenant_id <> '*DEFAULT*'";

    /// <summary>Makes a command of it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="filter">Which events.</param>
    /// <param name="after">The last sequence number of the page before.</param>
    /// <param name="limit">Most events.</param>
    public static NpgsqlCommand Page(NpgsqlDataSource database, EventFilter filter, long after, int limit)
    {
        var (text, command) = (new StringBuilder(Columns), database.CreateCommand());
        command.Parameters.AddWithValue(after);
        Where("stream_id = ", NpgsqlDbType.Text, filter.Stream);
        Where("seq_id <= ", NpgsqlDbType.Bigint, filter.Last);
        Where("version = ", NpgsqlDbType.Bigint, filter.Version);
        Where("timestamp >= ", NpgsqlDbType.TimestampTz, filter.Since?.ToUniversalTime());
        Where("timestamp < ", NpgsqlDbType.TimestampTz, filter.Until?.ToUniversalTime());
        Where("headers ->> 'actor' = ", NpgsqlDbType.Text, filter.Actor);
        Where("correlation_id = ", NpgsqlDbType.Text, filter.Correlation);
        Where("causation_id = ", NpgsqlDbType.Text, filter.Causation);
        Where("tenant_id = ", NpgsqlDbType.Text, filter.Tenant);
        if (filter.Tenant is not null)
        {
            text.Append(OfTenant).Append(filter.Tenant == Tenancy.Default ? "" : NotDefault);
        }

        if (filter.Types.Count > 0)
        {
            Where("type = any ", NpgsqlDbType.Array | NpgsqlDbType.Text, filter.Types.ToArray());
        }

        // Within a stream both orders are one, and its index gives the versions in order.
        text.Append(filter.Stream is null ? " order by seq_id limit " : " order by version limit ");
        Add(NpgsqlDbType.Integer, limit);
        command.CommandText = text.ToString();
        return command;

        void Where(string condition, NpgsqlDbType type, object? value)
        {
            if (value is not null)
            {
                text.Append(" and ").Append(condition);
                Add(type, value);
            }
        }

        void Add(NpgsqlDbType type, object value)
        {
            command.Parameters.AddWithValue(type, value);
            text.Append("($").Append(command.Parameters.Count).Append(')');
        }
    }
}
