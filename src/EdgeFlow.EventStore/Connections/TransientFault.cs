using System.Net.Sockets;
using EdgeFlow.EventStore.Appending;
using Npgsql;

namespace EdgeFlow.EventStore.Connections;

/// <summary>Tells a failure that passes (lost connection, deadlock, race) from one that would repeat.</summary>
internal static class TransientFault
{
    private static readonly HashSet<string> Races = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
    };

    // Two processes with one command id, or a writer that does not lock the stream's row: the retry sees the other's.
    private static readonly HashSet<string> RacedConstraints = new(StringComparer.Ordinal)
    {
        "pkey_edgeflow_commands",
        "pk_mt_events_stream_and_version",
    };

    private static readonly HashSet<string> ServerAway = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.TooManyConnections,
    };

    /// <summary>Whether another attempt may succeed because a rival is done.</summary>
    public static bool IsRace(Exception failure) =>
        failure is StreamGoneException
        || failure is PostgresException postgres
        && (Races.Contains(postgres.SqlState)
            || (postgres.SqlState == PostgresErrorCodes.UniqueViolation
                && RacedConstraints.Contains(postgres.ConstraintName ?? "")));

    /// <summary>Whether another attempt may succeed once the server is back.</summary>
    public static bool IsConnectionLoss(Exception failure) => failure switch
    {
        PostgresException postgres => ServerAway.Contains(postgres.SqlState)
            || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: IOException or TimeoutException or SocketException } => true,
        NpgsqlException npgsql => npgsql.IsTransient,
        IOException => true,
        _ => false,
    };
}
