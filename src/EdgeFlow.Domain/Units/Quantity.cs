using System.Globalization;

namespace EdgeFlow.Domain.Units;

/// <summary>
/// Reads quantities as people write them: a decimal number, then perhaps white space, then perhaps a unit. Exact
/// decimal arithmetic, no culture. Pure.
/// </summary>
public static class Quantity
{
    /// <summary>Longest text of a quantity, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Largest number, before and after its unit is applied.</summary>
    public const decimal MaxValue = 1_000_000_000_000_000_000m;

    /// <summary>
    /// The quantity in the scale's base unit; null when the text is none, is negative or is too large.
    /// </summary>
    /// <param name="text">For example <c>10 Mbit/s</c>, <c>200MB</c>, <c>1.5e3</c>.</param>
    /// <param name="scale">The kind of quantity.</param>
    public static decimal? Read(string text, UnitScale scale)
    {
        var trimmed = text.Trim(' ');
        if (trimmed.Length is 0 or > MaxLength)
        {
            return null;
        }

        var end = NumberLength(trimmed);
        var unit = trimmed[end..].TrimStart(' ');
        var style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var factor = unit.Length == 0 ? 1 : scale.FactorOf(unit);
        if (factor is null || !decimal.TryParse(trimmed[..end], style, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var most = MaxValue / Math.Max(1, factor.Value);
        return number >= 0 && number <= most ? number * factor : null;
    }

    /// <summary>
    /// Length of the number at the start: digits, a point, digits, and an exponent if digits follow its letter.
    /// </summary>
    private static int NumberLength(string text)
    {
        var end = Digits(text, 0);
        if (end < text.Length && text[end] == '.')
        {
            end = Digits(text, end + 1);
        }

        if (end < text.Length && text[end] is ('e' or 'E'))
        {
            var sign = end + 1 < text.Length && text[end + 1] is ('+' or '-') ? 1 : 0;
            var exponent = Digits(text, end + 1 + sign);
            return exponent > end + 1 + sign ? exponent : end;
        }

        return end;
    }

    private static int Digits(string text, int start)
    {
        while (start < text.Length && char.IsAsciiDigit(text[start]))
        {
            start++;
        }

        return start;
    }
}
