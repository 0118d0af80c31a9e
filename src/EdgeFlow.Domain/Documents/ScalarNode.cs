using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// A text, number, truth value or null. Only unquoted words can be anything but texts, by JSON's own grammar.
/// </summary>
/// <param name="parent">What it stands in; null for the document itself.</param>
/// <param name="segment">Its key or index there.</param>
/// <param name="line">Line of the text, 1 and up.</param>
/// <param name="column">Column in the line, 1 and up.</param>
/// <param name="value">The value as it is written, without quotes.</param>
/// <param name="isQuoted">Whether it is quoted, and so a text whatever it looks like.</param>
public sealed partial class ScalarNode(
    DocumentNode? parent, string segment, int line, int column, string value, bool isQuoted)
    : DocumentNode(parent, segment, line, column)
{
    // Up to here doubles hold every whole number.
    private const double LargestWhole = 9_007_199_254_740_992;

    /// <summary>The value as it is written, without quotes.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it is null.</summary>
    public bool IsNull { get; } = !isQuoted && value is ("" or "~" or "null");

    /// <summary>Whether it is true or false.</summary>
    public bool IsTruth { get; } = !isQuoted && value is ("true" or "false");

    /// <summary>Whether it is a number, however large.</summary>
    public bool IsNumber { get; } = !isQuoted && JsonNumber().IsMatch(value);

    /// <summary>Whether it is a text.</summary>
    public bool IsText => !IsNull && !IsTruth && !IsNumber;

    /// <inheritdoc/>
    public override string Kind =>
        IsNull ? "null" : IsTruth ?
            $"the truth value {Value}" : IsNumber ? $"the number {Shown}" : $"the text '{Shown}'";

    /// <summary>The number, which may be infinite when it is too large; null when this is none.</summary>
    public double? Number =>
        IsNumber ? double.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    /// <summary>The number where it is whole and of at most 64 bits, be it written as <c>1e7</c> or <c>3.0</c>; else
    /// null.</summary>
    public Int128? Whole => !IsNumber ? null
        : Int128.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain)
            ? plain >= long.MinValue && plain <= ulong.MaxValue ? plain : null
        : Math.Abs(Number!.Value) <= LargestWhole && Math.Floor(Number.Value) == Number ? (Int128)Number.Value : null;

    /// <summary>The value, shortened for error messages.</summary>
    public string Shown => Value.Length <= 60 ? Value : $"{Value[..60]}…";

    /// <inheritdoc/>
    internal override void WriteTo(Utf8JsonWriter writer)
    {
        if (IsNull)
        {
            writer.WriteNullValue();
        }
        else if (IsTruth)
        {
            writer.WriteBooleanValue(Value == "true");
        }
        else if (Whole is { } whole)
        {
            writer.WriteRawValue(whole.ToString(CultureInfo.InvariantCulture));
        }
        else if (IsNumber)
        {
            writer.WriteRawValue(Value);
        }
        else
        {
            writer.WriteStringValue(Value);
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();
}
