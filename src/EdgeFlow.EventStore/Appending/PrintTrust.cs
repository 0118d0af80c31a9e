using EdgeFlow.EventStore.Registry;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Whether what is known beforehand of how PostgreSQL prints a row's JSON (<see cref="JsonbText"/>) may be relied upon.
/// It is compared with what PostgreSQL sends back: for the first rows of each type of event, and for one group in
/// <see cref="CompareEvery"/>. If it ever differs (a trigger of somebody's changes rows, a server prints otherwise)
/// PostgreSQL is asked for every row from then on. Thread safe.
/// </summary>
internal sealed partial class PrintTrust(ILogger log)
{
    /// <summary>Of so many groups one is compared.</summary>
    public const int CompareEvery = 1024;

    private readonly Lock one = new();
    private volatile HashSet<string> compared = new(StringComparer.Ordinal);
    private volatile bool isLost;
    private int groups;

    /// <summary>Whether the rows' JSON is known without PostgreSQL.</summary>
    /// <param name="connection">Where they are sent to. Only in a database of UTF-8 are names ordered as ours are.
    /// </param>
    /// <param name="writes">The rows.</param>
    public bool Covers(NpgsqlConnection connection, StreamWrite[] writes)
    {
        if (isLost || Interlocked.Increment(ref groups) % CompareEvery == 0
            || !connection.PostgresParameters.TryGetValue("server_encoding", out var encoding) || encoding != "UTF8")
        {
            return false;
        }

        var types = compared;
        foreach (var write in writes)
        {
            if (write.Headers is { IsAsPrinted: false })
            {
                return false;
            }

            foreach (var pending in write.Events)
            {
                if (!pending.Stored.Data.IsAsPrinted || !types.Contains(pending.Stored.EventType))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Compares rows with what PostgreSQL sent back of them.</summary>
    /// <param name="sent">The event as it was sent.</param>
    /// <param name="data">Its data as PostgreSQL prints it.</param>
    /// <param name="sentHeaders">Its headers as they were sent.</param>
    /// <param name="headers">Its headers as PostgreSQL prints them.</param>
    public void Compare(
        in StoredEvent sent, ReadOnlyMemory<byte> data, JsonbText? sentHeaders, ReadOnlyMemory<byte>? headers)
    {
        if (isLost)
        {
            return;
        }

        if (!Holds(sent.Data, data) || sentHeaders.HasValue != headers.HasValue
            || (sentHeaders is { } its && !Holds(its, headers.GetValueOrDefault())))
        {
            isLost = true;
            LogLost(sent.EventType);
        }
        else if (sent.Data.IsAsPrinted && !compared.Contains(sent.EventType))
        {
            lock (one)
            {
                compared = new HashSet<string>(compared, StringComparer.Ordinal) { sent.EventType };
            }
        }
    }

    private static bool Holds(JsonbText sent, ReadOnlyMemory<byte> printed) =>
        !sent.IsAsPrinted || sent.Utf8.Span.SequenceEqual(printed.Span);

    [LoggerMessage(
        LogLevel.Warning,
        "PostgreSQL does not keep the JSON of '{Type}' as it was sent: from now on it is asked for every row's.")]
    private partial void LogLost(string type);
}
