namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// What an append expects of its stream. The version of a stream is the number of its events; a stream that does
/// not exist has version 0.
/// </summary>
/// <param name="Version">The version expected, or null if any will do.</param>
public readonly record struct ExpectedVersion(long? Version)
{
    /// <summary>Any version, an absent stream included.</summary>
    public static ExpectedVersion Any => new(null);

    /// <summary>The stream must not exist yet.</summary>
    public static ExpectedVersion None => new(0);

    /// <summary>The stream must have exactly this version.</summary>
    /// <param name="version">The number of events that the caller has seen; 0 means none.</param>
    public static ExpectedVersion Exactly(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new ExpectedVersion(version);
    }

    /// <summary>Whether a stream of this version is as expected.</summary>
    /// <param name="actual">The stream's version.</param>
    public bool Allows(long actual) => Version is null || Version == actual;

    /// <inheritdoc/>
    public override string ToString() => Version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any";
}
