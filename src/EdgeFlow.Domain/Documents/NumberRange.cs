namespace EdgeFlow.Domain.Documents;

/// <summary>Which numbers may stand at a place.</summary>
/// <param name="Least">The least, which is one of them.</param>
/// <param name="Most">The largest, which is one of them.</param>
/// <param name="IsWhole">Whether only whole ones are.</param>
/// <param name="Unit">What is counted, e.g. <c>bits a second</c>; empty for nothing.</param>
public readonly record struct NumberRange(double Least, double Most, bool IsWhole = false, string Unit = "")
{
    /// <summary>The rule, for error messages.</summary>
    public string Words => (IsWhole ? "a whole number" : "a number")
        + (Unit.Length > 0 ? $" of {Unit}" : "")
        + (Most < Beyond ? FormattableString.Invariant($" from {Least} to {Most}")
            : Least > -Beyond ? FormattableString.Invariant($", {Least} or more") : "");

    // A limit that only says what the number is kept in is none for a reader.
    private const double Beyond = int.MaxValue;

    /// <summary>Whether a value may stand there.</summary>
    /// <param name="value">The value.</param>
    public bool Allows(ScalarNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Number is { } number && double.IsFinite(number) && number >= Least && number <= Most
            && (!IsWhole || value.Whole is not null);
    }
}
