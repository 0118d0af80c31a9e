using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeFlow.Control.Plans.Contents;

/// <summary>
/// What differs between two byte strings, as pieces to copy from the one and pieces that are new. Snapshots of one
/// revision and the next are mostly the same bytes, only further on. Pure and thread-safe.
/// </summary>
/// <remarks>
/// Form: the length of the target, then until it is reached: the length of a new piece, its bytes, the length of a
/// piece to copy, and where there is one its offset in the base. Lengths and offsets are LEB128.
/// </remarks>
public static class ByteDelta
{
    // A piece shorter than this is not worth a copy, and every aligned block of the base is findable.
    private const int Block = 16;

    // Of a block that the base has many times, so many places are tried, and the longest piece is taken.
    private const int MaxTried = 32;

    // So many bytes behind the last long piece are looked through too, since what follows it in the base mostly follows
    // it in the target.
    private const int Near = 1_024;
    private const int Long = 64;

    /// <summary>What makes the target out of the base.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> from, ReadOnlySpan<byte> target)
    {
        var places = new BlockPlaces(from);
        var delta = new List<byte>();
        Write(delta, target.Length);
        var (done, at, next) = (0, 0, 0);
        while (at + Block <= target.Length)
        {
            var (place, length) = places.Longest(from, target[at..], next);
            if (length < Block)
            {
                at++;
                continue;
            }

            while (place > 0 && at > done && from[place - 1] == target[at - 1])
            {
                (place, at, length) = (place - 1, at - 1, length + 1);
            }

            Literal(delta, target[done..at]);
            Write(delta, length);
            Write(delta, place);
            at += length;
            (done, next) = (at, length < Long ? next : place + length);
        }

        if (done < target.Length)
        {
            Literal(delta, target[done..]);
            Write(delta, 0);
        }

        return [.. delta];
    }

    /// <summary>The target.</summary>
    /// <param name="from">The base that it was encoded against.</param>
    /// <param name="delta">What <see cref="Encode"/> made.</param>
    /// <param name="limit">Longest target.</param>
    /// <exception cref="InvalidDataException">The delta is not one of this base, or longer than the limit.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> from, ReadOnlySpan<byte> delta, int limit)
    {
        var target = new byte[Read(ref delta, limit)];
        var done = 0;
        while (done < target.Length)
        {
            var rest = target.AsSpan(done);
            var literal = Read(ref delta, Math.Min(rest.Length, delta.Length));
            delta[..literal].CopyTo(rest);
            delta = delta[literal..];
            rest = rest[literal..];
            var copied = Read(ref delta, Math.Min(rest.Length, from.Length));
            if (copied > 0)
            {
                from.Slice(Read(ref delta, from.Length - copied), copied).CopyTo(rest);
            }

            done += literal + copied;
            if (literal + copied == 0)
            {
                throw Broken();
            }
        }

        return target;
    }

    private static void Literal(List<byte> delta, ReadOnlySpan<byte> piece)
    {
        Write(delta, piece.Length);
        var end = delta.Count;
        CollectionsMarshal.SetCount(delta, end + piece.Length);
        piece.CopyTo(CollectionsMarshal.AsSpan(delta)[end..]);
    }

    private static void Write(List<byte> delta, int number)
    {
        var rest = (uint)number;
        while (rest >= 0x80)
        {
            delta.Add((byte)((rest & 0x7f) | 0x80));
            rest >>= 7;
        }

        delta.Add((byte)rest);
    }

    private static int Read(ref ReadOnlySpan<byte> delta, int limit)
    {
        var number = 0UL;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (delta.IsEmpty)
            {
                throw Broken();
            }

            var next = delta[0];
            delta = delta[1..];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number <= (ulong)limit ? (int)number : throw Broken();
            }
        }

        throw Broken();
    }

    private static InvalidDataException Broken() => new("A stored difference does not fit what it was made against.");

    // Where each aligned block of the base is: the last place, and from each place the one before.
    private sealed class BlockPlaces
    {
        private readonly Dictionary<UInt128, int> last;
        private readonly int[] before;

        public BlockPlaces(ReadOnlySpan<byte> from)
        {
            last = new Dictionary<UInt128, int>(from.Length / Block);
            before = new int[from.Length / Block];
            for (var block = 0; block < before.Length; block++)
            {
                ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    last, KeyOf(from[(block * Block)..]), out var isKnown);
                before[block] = isKnown ? place : -1;
                place = block;
            }
        }

        /// <summary>The longest piece found that the rest of a target begins with, and its place; length 0 for
        /// none.</summary>
        /// <param name="from">The base.</param>
        /// <param name="rest">The rest of the target.</param>
        /// <param name="next">Where the last long piece ended in the base.</param>
        public (int Place, int Length) Longest(ReadOnlySpan<byte> from, ReadOnlySpan<byte> rest, int next)
        {
            var best = (Place: 0, Length: 0);
            var near = from[next..Math.Min(next + Near, from.Length)].IndexOf(rest[..Block]);
            if (near >= 0)
            {
                best = (next + near, from[(next + near)..].CommonPrefixLength(rest));
            }

            var block = last.TryGetValue(KeyOf(rest), out var found) ? found : -1;
            for (var tried = 0; block >= 0 && tried < MaxTried; tried++, block = before[block])
            {
                var length = from[(block * Block)..].CommonPrefixLength(rest);
                best = length > best.Length ? (block * Block, length) : best;
            }

            return best;
        }

        private static UInt128 KeyOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }
}
