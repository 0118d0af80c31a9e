using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>Reads a stream line by line with a limit, and hashes the lines that it has gone past. Not thread
/// safe.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The longest line: of one event.</summary>
    public const int MaxLine = 64 * 1024 * 1024;

    private const int BufferBytes = 256 * 1024;

    private readonly PipeReader pipe;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ReadOnlyMemory<byte> current;

    public LineReader(Stream from) =>
        pipe = PipeReader.Create(from, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));

    /// <summary>The number of the line that was read last, from 1; 0 before the first.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes that were read.</summary>
    public long Bytes { get; private set; }

    /// <summary>The next line without its end; null after the last. It is good until the next call.</summary>
    /// <exception cref="ExportException">The line is too long, or the last one has no end.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(CancellationToken cancellationToken)
    {
        if (Line > 0)
        {
            hash.AppendData(current.Span);
            hash.AppendData("\n"u8);
        }

        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var text = read.Buffer.Slice(0, end);
                Line++;
                Check(text.Length);
                current = text.ToArray();
                Bytes += current.Length + 1;
                pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                return current;
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty
                    ? null
                    : throw new ExportException(Line + 1, "ends in the middle: the file was cut off");
            }

            Check(read.Buffer.Length);
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>SHA-256 of the lines before the one that was read last.</summary>
    public byte[] HashBefore() => hash.GetCurrentHash();

    /// <inheritdoc/>
    public void Dispose()
    {
        pipe.Complete();
        hash.Dispose();
    }

    private void Check(long length)
    {
        if (length > MaxLine)
        {
            throw new ExportException(Line + 1, $"is longer than {MaxLine} bytes");
        }
    }
}
