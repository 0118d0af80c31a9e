using Npgsql;

namespace EdgeFlow.Control.ReadModels;

/// <summary>Which things of a kind are there, and at which version of their streams?</summary>
internal static class PresentIds
{
    /// <summary>Nodes that have not left, by name.</summary>
    public const string Nodes = "select node, version from nodes where present order by node";

    /// <summary>Links that were not removed, by id.</summary>
    public const string Links = "select link, version from links where present order by link";

    /// <summary>Jobs that have not ended, by id.</summary>
    public const string Jobs = "select job, version from jobs where ended_at is null order by job";

    /// <summary>
    /// Reads them all before anything else is read: a reader that stays open while its rows are looked up holds one
    /// connection and asks for another, and enough of those wait for each other for ever.
    /// </summary>
    public static async Task<IReadOnlyList<(string Id, long Version)>> Read(
        NpgsqlDataSource database, string text, CancellationToken cancellationToken, params object[] values)
    {
        var ids = new List<(string, long)>();
        await using var select = database.CreateCommand(text);
        foreach (var value in values)
        {
            select.Parameters.AddWithValue(value);
        }

        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return ids;
    }
}
