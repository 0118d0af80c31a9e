using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeFlow.Ledger.Audit.Chain;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Audit;

public class SealingBytesTests
{
    private static readonly byte[] Body = SHA256.HashData("body"u8);

    [Fact]
    public void Hash_TextsOfAllLengths_IsThatOfDotNet()
    {
        var text = new byte[300];
        new Random(1).NextBytes(text);
        var hash = new byte[ChainHash.Size];
        for (var length = 0; length <= text.Length; length++)
        {
            Sha256.Hash(text.AsSpan(0, length), hash);

            Assert.Equal(SHA256.HashData(text.AsSpan(0, length)), hash);
        }
    }

    [Fact]
    public void Read_PackedEntries_AreThoseThatWereAdded()
    {
        var entries = PackedEntries.Read(Packed());

        Assert.Equal([(1L, "job-ä", 7L), (2L, null, 1L), (5L, "", 2L)],
            entries.Select(entry => (entry.Sequence, entry.Stream, entry.Version)));
        Assert.All(entries, entry => Assert.Equal(Body, entry.Body.ToArray()));
    }

    [Fact]
    public void Read_PackedEntriesCutAnywhere_NeverGivesTheWhole()
    {
        var packed = Packed();
        for (var length = 0; length < packed.Length; length++)
        {
            Assert.True(PackedEntries.Read(packed.AsMemory(0, length)).Count < 3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task TryNext_CopyThatComesInPieces_GivesEachRowOnce(int piece)
    {
        var rows = new CopiedRows();
        rows.Begin(new Pieces(Copy(3, trailer: true), piece));
        var found = new List<(long, long, string, string)>();
        while (await rows.Fill(default))
        {
            while (rows.TryNext(out var row))
            {
                found.Add((row.Sequence, row.Version, Text(row.Stream), Text(row.Tenant)));
            }
        }

        Assert.Equal([(0, 0, "s0", "t0"), (1, 2, "s1", "t1"), (2, 4, "s2", "t2")], found);
    }

    [Fact]
    public async Task Fill_CopyThatEndsWithinARow_Throws()
    {
        var rows = new CopiedRows();
        rows.Begin(new Pieces(Copy(3, trailer: false)[..^2], 50));
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            while (await rows.Fill(default))
            {
                while (rows.TryNext(out _))
                {
                    // Only the end counts here.
                }
            }
        });
    }

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);

    private static byte[] Packed()
    {
        var to = new ArrayBufferWriter<byte>();
        PackedEntries.Add(to, 1, 7, true, "job-ä"u8, Body);
        PackedEntries.Add(to, 2, 1, false, [], Body);
        PackedEntries.Add(to, 5, 2, true, [], Body);
        return to.WrittenSpan.ToArray();
    }

    private static byte[] Copy(int count, bool trailer)
    {
        var to = new ArrayBufferWriter<byte>();
        to.Write("PGCOPY\n\xff\r\n\0"u8[..7]);
        to.Write(new byte[12]);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(to.GetSpan(2), 14);
            to.Advance(2);
            var columns = new byte[]?[14];
            (columns[0], columns[1], columns[2]) = (Number(i), [(byte)'s', (byte)('0' + i)], Number(2 * i));
            columns[6] = [(byte)'t', (byte)('0' + i)];
            foreach (var column in columns)
            {
                BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(4), column?.Length ?? -1);
                to.Advance(4);
                to.Write(column ?? []);
            }
        }

        to.Write(trailer ? [0xff, 0xff] : []);
        return to.WrittenSpan.ToArray();
    }

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    // A stream that gives so many bytes at a time.
    private sealed class Pieces(byte[] all, int piece) : MemoryStream(all)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
