using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>The members that the table of public events is made of. Pure.</summary>
internal static class PublicFields
{
    public static PublicField Text<T>(string name, string meaning, Func<T, string?> value, bool isOptional = false)
        where T : IEvent => new(name, "string", meaning, isOptional, entry => value((T)entry));

    public static PublicField Whole<T>(string name, string meaning, Func<T, long> value)
        where T : IEvent => new(name, "integer", meaning, false, entry => value((T)entry));

    public static PublicField Number<T>(string name, string meaning, Func<T, double?> value, bool isOptional = false)
        where T : IEvent => new(name, "number", meaning, isOptional, entry => value((T)entry));

    public static PublicField Time<T>(string name, string meaning, Func<T, DateTimeOffset> value)
        where T : IEvent => new(name, "string", $"{meaning} RFC 3339.", false, entry => value((T)entry));

    public static PublicField Job<T>(Func<T, JobId> value)
        where T : IEvent => Text<T>("job", "The job.", entry => value(entry).Value);

    public static PublicField Task<T>(Func<T, TaskId> value)
        where T : IEvent => Text<T>("task", "The task.", entry => value(entry).Value);

    public static PublicField Node<T>(Func<T, NodeId> value)
        where T : IEvent => Text<T>("node", "The node.", entry => value(entry).Value);

    public static PublicField Link<T>(Func<T, LinkId> value)
        where T : IEvent => Text<T>("link", "The link.", entry => value(entry).Value);

    public static PublicField Epoch<T>(Func<T, int> value)
        where T : IEvent => Whole<T>("epoch", "The epoch of the job; only larger ones follow.", entry => value(entry));

    public static PublicField Attempt<T>(Func<T, int> value)
        where T : IEvent => Whole<T>("attempt", "Which attempt, 1 and up.", entry => value(entry));

    public static PublicField Capacity<T>(Func<T, BitsPerSecond> value)
        where T : IEvent =>
        Whole<T>("capacityBitsPerSecond", "What it has, in bits a second; 0 when down.", entry => value(entry).Value);

    public static PublicField ErrorType<T>(Func<T, string> value)
        where T : IEvent => Text<T>("errorType", "The kind of error, as retry rules name it.", value);

    public static PublicField Pointer<T>(Func<T, string> value)
        where T : IEvent => Text<T>("pointer", "JSON pointer to the constraint that cannot be met.", value);

    public static PublicField Reason<T>(Func<T, string> value)
        where T : IEvent => Text<T>("reason", "Why, in words.", value);
}
