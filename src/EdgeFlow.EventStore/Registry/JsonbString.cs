using System.Buffers;
using System.Globalization;
using System.Text;

namespace EdgeFlow.EventStore.Registry;

/// <summary>Writes a text of JSON as PostgreSQL prints it: nothing is escaped that need not be.</summary>
internal static class JsonbString
{
    private const int UnicodeDigits = 4;
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"\\"u8);

    /// <summary>Writes the text that JSON begins with.</summary>
    /// <param name="rest">JSON; goes on behind the text.</param>
    /// <param name="to">Room for as many bytes as <paramref name="rest"/> has.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False where it is no text that PostgreSQL takes.</returns>
    public static bool TryPrint(ref ReadOnlySpan<byte> rest, Span<byte> to, out int written)
    {
        written = 0;
        if (rest.IsEmpty || rest[0] != '"')
        {
            return false;
        }

        to[written++] = (byte)'"';
        rest = rest[1..];
        while (rest.IndexOfAny(Marks) is var plain and >= 0)
        {
            rest[..plain].CopyTo(to[written..]);
            written += plain;
            if (rest[plain] == '"')
            {
                to[written++] = (byte)'"';
                rest = rest[(plain + 1)..];
                return true;
            }

            rest = rest[(plain + 1)..];
            if (!Escaped(ref rest, to, ref written))
            {
                return false;
            }
        }

        return false;
    }

    // Behind a backslash.
    private static bool Escaped(ref ReadOnlySpan<byte> rest, Span<byte> to, ref int written)
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        var letter = rest[0];
        rest = rest[1..];
        switch (letter)
        {
            case (byte)'u':
                return Unicode(ref rest, to, ref written);
            case (byte)'/':
                to[written++] = letter;
                return true;
            case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                to[written++] = (byte)'\\';
                to[written++] = letter;
                return true;
            default:
                return false;
        }
    }

    private static bool Unicode(ref ReadOnlySpan<byte> rest, Span<byte> to, ref int written)
    {
        if (!Digits(ref rest, out var code))
        {
            return false;
        }

        if (char.IsHighSurrogate(code))
        {
            if (!rest.StartsWith("\\u"u8))
            {
                return false;
            }

            rest = rest[2..];
            return Digits(ref rest, out var low) && Rune.TryCreate(code, low, out var pair)
                && Encode(pair, to, ref written);
        }

        // PostgreSQL refuses the character 0, and half of a pair.
        return code != 0 && Rune.TryCreate(code, out var one) && Encode(one, to, ref written);
    }

    private static bool Digits(ref ReadOnlySpan<byte> rest, out char code)
    {
        code = default;
        if (rest.Length < UnicodeDigits || !ushort.TryParse(
            rest[..UnicodeDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        code = (char)number;
        rest = rest[UnicodeDigits..];
        return true;
    }

    private static bool Encode(Rune rune, Span<byte> to, ref int written)
    {
        var letter = rune.Value switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => default,
        };
        if (letter != default)
        {
            to[written++] = (byte)'\\';
            to[written++] = (byte)letter;
        }
        else if (rune.Value < ' ')
        {
            "\\u00"u8.CopyTo(to[written..]);
            written += UnicodeDigits;
            rune.Value.TryFormat(to[written..], out var digits, "x2", CultureInfo.InvariantCulture);
            written += digits;
        }
        else
        {
            written += rune.EncodeToUtf8(to[written..]);
        }

        return true;
    }
}
