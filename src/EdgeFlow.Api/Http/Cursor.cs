using System.Globalization;
using System.Text;

namespace EdgeFlow.Api.Http;

/// <summary>Places in lists as opaque texts: the parts joined and written in URL-safe base 64.</summary>
internal static class Cursor
{
    private const char Separator = '\n';

    /// <summary>The text of a place.</summary>
    public static string Write(params string[] parts) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Join(Separator, parts))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The parts of a place; null when the text is none with so many parts, each of visible ASCII: what was
    /// never written here does not get to a query.</summary>
    public static string[]? Read(string? text, int parts)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var padded = text.Replace('-', '+').Replace('_', '/');
        padded = padded.PadRight(padded.Length + ((4 - (padded.Length % 4)) % 4), '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(Separator) is var found && found.Length == parts
            && found.All(IsWritten)
            ? found
            : null;
    }

    private static bool IsWritten(string part) => part.All(letter => letter is >= ' ' and <= '~');

    /// <summary>A number of a place.</summary>
    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
