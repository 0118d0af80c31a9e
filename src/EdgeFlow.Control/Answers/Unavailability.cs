using EdgeFlow.Control.Commands;
using EdgeFlow.EventStore.Appending;
using Npgsql;

namespace EdgeFlow.Control.Answers;

/// <summary>Tells failures that pass from those that do not.</summary>
public static class Unavailability
{
    /// <summary>Whether the database is away or too busy now: the same request may succeed later.</summary>
    public static bool Is(Exception fault) =>
        fault is EventStoreUnavailableException or ConflictException or TimeoutException
            or NpgsqlException { IsTransient: true };

    /// <summary>Whether the database refuses a text that its JSON cannot hold: NUL or half a character.</summary>
    public static bool IsUnfitText(Exception fault) =>
        fault is PostgresException { SqlState: "22P05" or "22021" or "22P02" };
}
