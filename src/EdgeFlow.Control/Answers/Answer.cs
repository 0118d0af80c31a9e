namespace EdgeFlow.Control.Answers;

/// <summary>What a request gets: a value, or the reason why not.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value; null when refused.</param>
/// <param name="Refusal">The reason; null when not refused.</param>
public sealed record Answer<T>(T? Value, Refusal? Refusal)
    where T : class
{
    /// <summary>A value.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new(null, refusal);
}
