using System.Text;

namespace EdgeFlow.Domain;

/// <summary>
/// Makes texts from outside (error messages, reasons, actors) fit to be stored for ever. A database's JSON cannot hold
/// NUL, and a terminal or page should never act on what a stage wrote into its error message.
/// </summary>
public static class EventText
{
    /// <summary>Longest text in an event, in characters; longer ones end in an ellipsis.</summary>
    public const int MaxLength = 2_000;

    /// <summary>
    /// The text with control characters (but line feed and tab), direction marks and broken surrogates replaced by
    /// U+FFFD, cut to
    /// <see cref="MaxLength"/>.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength >= MaxLength)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(IsHarmless(rune) ? rune.ToString() : "\uFFFD");
        }

        return clean.ToString();
    }

    /// <summary>Whether the character may stand in a stored text: no control character, no direction mark.</summary>
    public static bool IsHarmless(Rune rune) =>
        rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && !IsDirectionMark(rune.Value));

    /// <summary>
    /// Whether the code point is an invisible mark that changes the reading direction, or a byte-order mark.
    /// </summary>
    public static bool IsDirectionMark(int codePoint) =>
        codePoint is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;
}
