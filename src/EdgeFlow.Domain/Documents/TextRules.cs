using System.Text;

namespace EdgeFlow.Domain.Documents;

/// <summary>What a text in a document may hold.</summary>
internal static class TextRules
{
    /// <summary>What is wrong with a text; null when nothing is.</summary>
    public static string? Problem(string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            return $"a text has {text.Length} characters";
        }

        return FirstOdd(text) is var (index, what) ? $"character {index + 1} is {what}" : null;
    }

    /// <summary>
    /// Refuses a whole text with a raw control character, direction mark or half surrogate, be it in a comment: the
    /// YAML parser takes NUL for the end of the text, and marks can hide from a reader what is there.
    /// </summary>
    public static bool CheckRaw(string text, ErrorList errors)
    {
        if (FirstOdd(text) is not var (index, what))
        {
            return true;
        }

        var line = text.AsSpan(0, index).Count('\n') + 1;
        var column = index - text.AsSpan(0, index).LastIndexOf('\n');
        errors.Add(new ManifestError(
            "", line, column, $"here is {what}", "a text without control characters and direction marks"));
        return false;
    }

    private static (int Index, string What)? FirstOdd(string text)
    {
        var index = 0;
        while (index < text.Length)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune))
            {
                return (index, "half of a surrogate pair");
            }

            if (!EventText.IsHarmless(rune) && rune.Value != '\r')
            {
                var kind = EventText.IsDirectionMark(rune.Value) ? "invisible mark" : "control character";
                return (index, $"the {kind} U+{rune.Value:X4}");
            }

            index += rune.Utf16SequenceLength;
        }

        return null;
    }

    /// <summary>The rule in words.</summary>
    public static string Expected(int maxLength) =>
        $"a text of at most {maxLength} characters without control characters and direction marks";
}
