using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.ReadModels;

/// <summary>How statements of read models are added to a batch.</summary>
internal static class BatchStatements
{
    /// <summary>Adds a statement with positional parameters.</summary>
    public static void Add(this NpgsqlBatch batch, string text, params ReadOnlySpan<object?> values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = text;
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        DateTimeOffset at => new NpgsqlParameter { Value = at.ToUniversalTime() },
        _ => new NpgsqlParameter { Value = value },
    };
}
