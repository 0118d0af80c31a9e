using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// A text, number, truth value or null. Only unquoted words can be anything but texts, by JSON's own grammar.
/// </summary>
internal sealed partial class ScalarNode(
    DocumentNode? parent, string segment, int line, int column, string value, bool isQuoted)
    : DocumentNode(parent, segment, line, column)
{
    public string Value { get; } = value;

    public bool IsNull { get; } = !isQuoted && value is ("" or "~" or "null");

    public bool IsTruth { get; } = !isQuoted && value is ("true" or "false");

    public bool IsNumber { get; } = !isQuoted && JsonNumber().IsMatch(value);

    public bool IsText => !IsNull && !IsTruth && !IsNumber;

    public override string Kind =>
        IsNull ? "null" : IsTruth ?
            $"the truth value {Value}" : IsNumber ? $"the number {Shown}" : $"the text '{Shown}'";

    /// <summary>The number, which may be infinite when it is too large; null when this is none.</summary>
    public double? Number =>
        IsNumber ? double.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    /// <summary>The value, shortened for error messages.</summary>
    public string Shown => Value.Length <= 60 ? Value : $"{Value[..60]}…";

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();
}
