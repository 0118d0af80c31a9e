using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.EventStore.Connections;

/// <summary>Short ways to build commands with typed array parameters.</summary>
internal static class Sql
{
    /// <summary>Adds a command to a batch.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Texts(string?[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    public static NpgsqlParameter Jsons(ReadOnlyMemory<byte>[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    public static NpgsqlParameter Jsons(ReadOnlyMemory<byte>?[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    public static NpgsqlParameter Numbers(long[] values) => new NpgsqlParameter<long[]> { TypedValue = values };

    public static NpgsqlParameter Integers(int[] values) => new NpgsqlParameter<int[]> { TypedValue = values };

    public static NpgsqlParameter Ids(Guid[] values) => new NpgsqlParameter<Guid[]> { TypedValue = values };
}
