using System.Runtime.InteropServices;

namespace EdgeFlow.EventStore.Registry;

/// <summary>
/// Writes JSON as PostgreSQL prints jsonb: members in order of their names' lengths and bytes, the last of those that
/// have one name, a space behind each colon and comma, texts with as few escapes as there can be, and numbers written
/// out (<see cref="JsonbNumber"/>, <see cref="JsonbString"/>). What it does not know for certain it does not write. One
/// pass; only where members stand in another order are they moved afterwards. Not thread safe.
/// </summary>
internal sealed class JsonbPrinter : IComparer<JsonbPrinter.Member>
{
    /// <summary>The deepest nesting that is written.</summary>
    public const int DepthMax = 64;

    // A longer text's memory is not kept for the next.
    private const int KeptBytesMax = 1 << 20;
    private const int FirstBytes = 1024;

    [ThreadStatic]
    private static JsonbPrinter? mine;

    private readonly List<Member> members = [];
    private byte[] text = new byte[FirstBytes];
    private byte[] moved = [];
    private int length;

    /// <summary>The JSON as PostgreSQL prints it; null where that is not certain.</summary>
    /// <param name="json">JSON in UTF-8.</param>
    public static byte[]? Print(ReadOnlySpan<byte> json)
    {
        var printer = mine ??= new JsonbPrinter();
        var rest = json;
        printer.length = 0;
        printer.members.Clear();
        var isKnown = printer.Value(ref rest, 0) && Skip(ref rest) && rest.IsEmpty;
        var printed = isKnown ? printer.text.AsSpan(0, printer.length).ToArray() : null;
        if (printer.text.Length > KeptBytesMax)
        {
            mine = null;
        }

        return printed;
    }

    /// <inheritdoc/>
    public int Compare(Member x, Member y)
    {
        var order = x.NameLength.CompareTo(y.NameLength);
        order = order != 0 ? order : NameOf(x).SequenceCompareTo(NameOf(y));
        return order != 0 ? order : x.Start.CompareTo(y.Start);
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest)
    {
        rest = !rest.IsEmpty && rest[0] <= ' ' ? rest.TrimStart(" \t\r\n"u8) : rest;
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, byte expected)
    {
        Skip(ref rest);
        if (rest.IsEmpty || rest[0] != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private bool Value(ref ReadOnlySpan<byte> rest, int depth)
    {
        Skip(ref rest);
        return (rest.IsEmpty ? default : rest[0]) switch
        {
            (byte)'{' => depth < DepthMax && Object(ref rest, depth + 1),
            (byte)'[' => depth < DepthMax && Array(ref rest, depth + 1),
            (byte)'"' => Text(ref rest),
            (byte)'t' => Word(ref rest, "true"u8),
            (byte)'f' => Word(ref rest, "false"u8),
            (byte)'n' => Word(ref rest, "null"u8),
            _ => Number(ref rest),
        };
    }

    private bool Object(ref ReadOnlySpan<byte> rest, int depth)
    {
        rest = rest[1..];
        Add("{"u8);
        var (first, begin, isOrdered) = (members.Count, length, true);
        for (var isOver = Take(ref rest, (byte)'}'); !isOver; isOver = !Take(ref rest, (byte)','))
        {
            if (members.Count > first)
            {
                Add(", "u8);
            }

            var start = length;
            Skip(ref rest);
            if (!Text(ref rest) || NameOf(start) is not { } nameLength || !Take(ref rest, (byte)':'))
            {
                return false;
            }

            Add(": "u8);
            if (!Value(ref rest, depth))
            {
                return false;
            }

            var member = new Member(start, nameLength, length - start);
            isOrdered &= members.Count == first || IsBehind(members[^1], member);
            members.Add(member);
        }

        if (members.Count > first && !Take(ref rest, (byte)'}'))
        {
            return false;
        }

        Order(first, begin, isOrdered);
        Add("}"u8);
        return true;
    }

    private bool Array(ref ReadOnlySpan<byte> rest, int depth)
    {
        rest = rest[1..];
        Add("["u8);
        var begin = length;
        for (var isOver = Take(ref rest, (byte)']'); !isOver; isOver = !Take(ref rest, (byte)','))
        {
            if (length > begin)
            {
                Add(", "u8);
            }

            if (!Value(ref rest, depth))
            {
                return false;
            }
        }

        if (length > begin && !Take(ref rest, (byte)']'))
        {
            return false;
        }

        Add("]"u8);
        return true;
    }

    private bool Text(ref ReadOnlySpan<byte> rest)
    {
        // An escape of six characters stands for at most three bytes; nothing gets longer than it was.
        var isKnown = JsonbString.TryPrint(ref rest, Room(rest.Length), out var written);
        length += written;
        return isKnown;
    }

    private bool Number(ref ReadOnlySpan<byte> rest)
    {
        var isKnown = JsonbNumber.TryPrint(ref rest, Room(JsonbNumber.BytesMax), out var written);
        length += written;
        return isKnown;
    }

    private bool Word(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> word)
    {
        if (!rest.StartsWith(word))
        {
            return false;
        }

        Add(word);
        rest = rest[word.Length..];
        return true;
    }

    // The length of the name that was written from here on, without its quotes. Null where it has escapes: names are
    // ordered by what they are, not by how they are written.
    private int? NameOf(int start)
    {
        var name = text.AsSpan(start + 1, length - start - 2);
        return name.Contains((byte)'\\') ? null : name.Length;
    }

    private ReadOnlySpan<byte> NameOf(Member member) => text.AsSpan(member.Start + 1, member.NameLength);

    private bool IsBehind(Member before, Member member) => before.NameLength < member.NameLength
        || (before.NameLength == member.NameLength && NameOf(before).SequenceCompareTo(NameOf(member)) < 0);

    private void Order(int first, int begin, bool isOrdered)
    {
        if (!isOrdered)
        {
            var its = CollectionsMarshal.AsSpan(members)[first..];
            its.Sort(this);
            Move(its, begin);
        }

        members.RemoveRange(first, members.Count - first);
    }

    private void Move(ReadOnlySpan<Member> ordered, int begin)
    {
        if (moved.Length < length - begin)
        {
            moved = new byte[text.Length];
        }

        text.AsSpan(begin, length - begin).CopyTo(moved);
        var names = ordered;
        length = begin;
        for (var i = 0; i < ordered.Length; i++)
        {
            // Those of one name come in the order in which they were given; the last counts.
            var member = ordered[i];
            if (i + 1 < names.Length && IsSameName(member, names[i + 1], begin))
            {
                continue;
            }

            if (length > begin)
            {
                Add(", "u8);
            }

            Add(moved.AsSpan(member.Start - begin, member.Length));
        }
    }

    private bool IsSameName(Member one, Member other, int begin) => one.NameLength == other.NameLength
        && moved.AsSpan(one.Start - begin, one.NameLength + 2).SequenceEqual(
            moved.AsSpan(other.Start - begin, other.NameLength + 2));

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        length += bytes.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (text.Length - length < bytes)
        {
            System.Array.Resize(ref text, checked(Math.Max(2 * text.Length, length + bytes)));
        }

        return text.AsSpan(length);
    }

    /// <summary>A member of an object that was written.</summary>
    /// <param name="Start">Where its name's quote stands.</param>
    /// <param name="NameLength">Bytes of its name.</param>
    /// <param name="Length">Bytes of name and value.</param>
    internal readonly record struct Member(int Start, int NameLength, int Length);
}
