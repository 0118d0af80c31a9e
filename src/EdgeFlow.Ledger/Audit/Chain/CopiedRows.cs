using System.Buffers.Binary;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// The rows of PostgreSQL's binary copy format, some hundred at a time: <see cref="Fill"/> waits for bytes,
/// <see cref="TryNext"/> hands out the rows that came. Its buffer serves one copy after the other. Not thread safe.
/// </summary>
internal sealed class CopiedRows
{
    /// <summary>The largest row: PostgreSQL sends none that is larger.</summary>
    public const int MaxRowBytes = 1 << 30;

    private const int FirstBytes = 256 * 1024;

    // The signature (11 bytes), flags and the length of an extension, which PostgreSQL leaves empty.
    private const int HeaderBytes = 11 + sizeof(int) + sizeof(int);
    private const short Trailer = -1;

    private Stream copy = Stream.Null;
    private byte[] buffer = new byte[FirstBytes];
    private int start;
    private int end;
    private bool isBegun;
    private bool isOver;

    /// <summary>Begins another copy.</summary>
    /// <param name="from">The copy, from its first byte on.</param>
    public void Begin(Stream from) => (copy, start, end, isBegun, isOver) = (from, 0, 0, false, false);

    /// <summary>Waits for more; false after the last row.</summary>
    /// <exception cref="InvalidDataException">The copy ended within a row, or a row is too large.</exception>
    public async ValueTask<bool> Fill(CancellationToken cancellationToken)
    {
        if (isOver)
        {
            return start == end ? false : throw new InvalidDataException("A copy of events ended within a row.");
        }

        MakeRoom();
        while (end < buffer.Length)
        {
            var read = await copy.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                isOver = true;
                break;
            }

            end += read;
        }

        return true;
    }

    /// <summary>The next row, valid until the next <see cref="Fill"/>; false where the rest of it did not come
    /// yet.</summary>
    public bool TryNext(out RowTuple row)
    {
        row = default;
        if (!isBegun && end - start >= HeaderBytes)
        {
            (start, isBegun) = (start + HeaderBytes, true);
        }

        var rest = buffer.AsSpan(start, end - start);
        if (!isBegun || rest.Length < sizeof(short))
        {
            return false;
        }

        var columns = BinaryPrimitives.ReadInt16BigEndian(rest);
        if (columns == Trailer)
        {
            start = end;
            return false;
        }

        if (LengthOf(rest[sizeof(short)..], columns) is not { } length)
        {
            return false;
        }

        row = new RowTuple(rest.Slice(sizeof(short), length));
        start += sizeof(short) + length;
        return true;
    }

    private static int? LengthOf(ReadOnlySpan<byte> rest, int columns)
    {
        var length = 0L;
        for (var column = 0; column < columns; column++)
        {
            if (length + sizeof(int) > rest.Length)
            {
                return null;
            }

            var its = BinaryPrimitives.ReadInt32BigEndian(rest[(int)length..]);
            length += sizeof(int) + Math.Max(its, 0);
        }

        return length <= rest.Length ? (int)length : null;
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        else if (end == buffer.Length)
        {
            Array.Resize(
                ref buffer,
                end < MaxRowBytes ? 2 * end : throw new InvalidDataException("A row of mt_events is too large."));
        }
    }
}
