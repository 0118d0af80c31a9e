using System.Buffers;
using System.Globalization;

namespace EdgeFlow.EventStore.Registry;

/// <summary>
/// Writes a number of JSON as PostgreSQL prints it, who keeps it as a decimal with as many digits behind the point as
/// it was given: <c>1.50</c> stays, <c>1e5</c> is <c>100000</c>, <c>1.5e-3</c> is <c>0.0015</c>, <c>-0</c> is <c>0</c>.
/// </summary>
internal static class JsonbNumber
{
    /// <summary>The longest number that is written, as it is given. Any <c>double</c> is shorter.</summary>
    public const int LengthMax = 1000;

    /// <summary>The largest exponent, and the smallest below zero. Any <c>double</c>'s is nearer to zero.</summary>
    public const int ExponentMax = 400;

    /// <summary>The most bytes of a number that is written.</summary>
    public const int BytesMax = LengthMax + ExponentMax + 3;

    private static readonly SearchValues<byte> Parts = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Writes the number that JSON begins with.</summary>
    /// <param name="rest">JSON; goes on behind the number.</param>
    /// <param name="to">Room for <see cref="BytesMax"/> bytes.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False where it is no number, or one of absurd length.</returns>
    public static bool TryPrint(ref ReadOnlySpan<byte> rest, Span<byte> to, out int written)
    {
        written = 0;
        var end = rest.IndexOfAnyExcept(Parts);
        var number = end < 0 ? rest : rest[..end];
        if (number.Length is 0 or > LengthMax)
        {
            return false;
        }

        rest = rest[number.Length..];
        var digits = number[0] == '-' ? number[1..] : number;
        var exponentAt = digits.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponentAt < 0 ? digits : digits[..exponentAt];
        if (number[0] == '-' && mantissa.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0)
        {
            to[written++] = (byte)'-';
        }

        if (exponentAt >= 0)
        {
            return int.TryParse(
                    digits[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                    out var exponent)
                && exponent is >= -ExponentMax and <= ExponentMax
                && WriteOut(mantissa, exponent, to, ref written);
        }

        Add(digits, to, ref written);
        return true;
    }

    private static bool WriteOut(ReadOnlySpan<byte> mantissa, int exponent, Span<byte> to, ref int written)
    {
        var point = mantissa.IndexOf((byte)'.');
        Span<byte> buffer = stackalloc byte[LengthMax];
        mantissa.CopyTo(buffer);
        var digits = buffer[..mantissa.Length];
        var behind = 0;
        if (point >= 0)
        {
            behind = mantissa.Length - point - 1;
            mantissa[(point + 1)..].CopyTo(digits[point..]);
            digits = digits[..^1];
        }

        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }

        // So many of the digits, with zeros before them where there are too few, stand behind the point.
        behind -= exponent;
        var whole = digits.Length - Math.Max(behind, 0);
        Whole(digits[..Math.Max(whole, 0)], Math.Max(-behind, 0), to, ref written);
        if (behind > 0)
        {
            to[written++] = (byte)'.';
            Zeros(Math.Max(-whole, 0), to, ref written);
            Add(digits[Math.Max(whole, 0)..], to, ref written);
        }

        return true;
    }

    private static void Whole(ReadOnlySpan<byte> digits, int zeros, Span<byte> to, ref int written)
    {
        var its = digits.TrimStart((byte)'0');
        if (its.IsEmpty)
        {
            to[written++] = (byte)'0';
        }
        else
        {
            Add(its, to, ref written);
            Zeros(zeros, to, ref written);
        }
    }

    private static void Zeros(int count, Span<byte> to, ref int written)
    {
        to.Slice(written, count).Fill((byte)'0');
        written += count;
    }

    private static void Add(ReadOnlySpan<byte> digits, Span<byte> to, ref int written)
    {
        digits.CopyTo(to[written..]);
        written += digits.Length;
    }
}
