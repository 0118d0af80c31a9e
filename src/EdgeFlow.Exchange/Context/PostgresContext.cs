using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace EdgeFlow.Exchange.Context;

/// <summary>Contexts in the control plane's own database. Thread safe.</summary>
public sealed class PostgresContext(NpgsqlDataSource database) : IContextStore
{
    private const string Update = """
        update application_context set value = $2, tag = tag + 1, changed_at = clock_timestamp()
        where application = $1 and tag = $3
        """;

    private const string Insert = """
        insert into application_context (application, value, tag) values ($1, $2, 1) on conflict do nothing
        """;

    /// <inheritdoc/>
    public async Task<(ContextDocument Document, string Tag)?> Read(string application, CancellationToken cancel)
    {
        await using var select = database.CreateCommand(
            "select value, tag from application_context where application = $1");
        select.Parameters.AddWithValue(application);
        await using var reader = await select.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            return null;
        }

        using var value = JsonDocument.Parse(reader.GetString(0));
        return (
            ContextDocument.Read(value.RootElement.Clone()), reader.GetInt64(1).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Nothing: here all values are in the document.</summary>
    public Task<JsonElement?> ReadApart(string application, string key, long write, CancellationToken cancel) =>
        Task.FromResult<JsonElement?>(null);

    /// <inheritdoc/>
    public async Task<bool> TryWrite(
        string application, ContextDocument before, ContextDocument after, string? tag, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(after);
        await using var write = database.CreateCommand(tag is null ? Insert : Update);
        write.Parameters.AddWithValue(application);
        write.Parameters.AddWithValue(after.Write().GetRawText());
        if (tag is not null)
        {
            write.Parameters.AddWithValue(long.Parse(tag, CultureInfo.InvariantCulture));
        }

        return await write.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) == 1;
    }
}
