namespace EdgeFlow.Control.ReadModels;

/// <summary>Times of events, read by the database as we write them: it would round what is finer than a microsecond,
/// and we leave it out.</summary>
internal static class StoredTimes
{
    /// <summary>When an event of <c>mt_events</c> happened.</summary>
    public const string OccurredAt = Begin + "data" + End;

    /// <summary>When an event happened whose data has the alias of a table before it.</summary>
    public const string Begin = "regexp_replace(";

    /// <summary>What follows the data.</summary>
    public const string End = @" ->> 'occurredAt', '(\.\d{6})\d+', '\1')::timestamptz";
}
