using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Context;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Exchange.Context;

/// <summary>Checks what a request wants of a context, and makes operations of it. Pure.</summary>
public static class ContextRules
{
    /// <summary>The operations of a transaction, or everything that is wrong with it.</summary>
    public static Answer<IReadOnlyList<ContextOperation>> Read(ContextTransaction asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var errors = new List<ProblemError>();
        if (asked.Operations.Count is 0 or > ContextLimits.MaxOperations)
        {
            errors.Add(Error("/operations", "is empty or too long", $"1 to {ContextLimits.MaxOperations} operations"));
        }
        else
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            for (var index = 0; index < asked.Operations.Count; index++)
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"/operations/{index}");
                Check(asked.Operations[index], at, keys, errors);
            }
        }

        return errors.Count > 0
            ? Refusal.Of(ProblemKinds.InvalidBody, "transaction", errors)
            : new Answer<IReadOnlyList<ContextOperation>>([.. asked.Operations.Select(Made)], null);
    }

    /// <summary>What is wrong with one operation; null when nothing is.</summary>
    public static Refusal? Problem(ContextChange asked)
    {
        var errors = new List<ProblemError>();
        Check(asked, "", [], errors);
        return errors.Count == 0 ? null : Refusal.Of(ProblemKinds.InvalidBody, "request", errors);
    }

    /// <summary>The operation of a change that was checked.</summary>
    public static ContextOperation Made(ContextChange asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return new ContextOperation(
            asked.Key, asked.Delete ? null : asked.Value, asked.IfMatch, asked.IfNoneMatch, asked.TtlSeconds);
    }

    private static void Check(ContextChange change, string at, HashSet<string> keys, List<ProblemError> errors)
    {
        if (!ContextLimits.IsKey(change.Key))
        {
            errors.Add(Error($"{at}/key", "is no key", ContextLimits.KeyRule));
        }
        else if (!keys.Add(change.Key))
        {
            errors.Add(Error($"{at}/key", "is there twice", "each key once"));
        }

        if (change.Delete == change.Value is { ValueKind: not JsonValueKind.Null })
        {
            errors.Add(Error(at, "has a value and deletes, or neither", "a value, or delete: true"));
        }

        if (change.Value is { } value
            && Encoding.UTF8.GetByteCount(value.GetRawText()) > ContextLimits.MaxValueBytes)
        {
            errors.Add(Error($"{at}/value", "is too large", $"at most {ContextLimits.MaxValueBytes} bytes of JSON"));
        }

        if (change.IfMatch is not null && change.IfNoneMatch)
        {
            errors.Add(Error(at, "has ifMatch and ifNoneMatch", "one of them"));
        }

        if (change.TtlSeconds is < 1 or > ContextLimits.MaxTtlSeconds
            || (change.Delete && change.TtlSeconds is not null))
        {
            errors.Add(Error(
                $"{at}/ttlSeconds", "is out of range", $"1 to {ContextLimits.MaxTtlSeconds}, with a value"));
        }
    }

    private static ProblemError Error(string pointer, string problem, string expected) =>
        new(pointer, 0, 0, problem, expected);
}
