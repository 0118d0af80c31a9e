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

        var index = 0;
        while (index < text.Length)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune))
            {
                return $"character {index + 1} is half of a surrogate pair";
            }

            if (!EventText.IsHarmless(rune) && rune.Value != '\r')
            {
                return EventText.IsDirectionMark(rune.Value)
                    ? $"character {index + 1} is the invisible mark U+{rune.Value:X4}"
                    : $"character {index + 1} is the control character U+{rune.Value:X4}";
            }

            index += rune.Utf16SequenceLength;
        }

        return null;
    }

    /// <summary>The rule in words.</summary>
    public static string Expected(int maxLength) =>
        $"a text of at most {maxLength} characters without control characters and direction marks";
}
