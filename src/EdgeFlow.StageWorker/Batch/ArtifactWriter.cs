using System.Security.Cryptography;
using EdgeFlow.Channels.Frames;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// Writes frames one after another into a file and hashes them on the way. Not safe for concurrent use.
/// </summary>
internal sealed class ArtifactWriter : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly FileStream file;
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ArtifactWriter(string path)
    {
        Path = path;
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
    }

    public string Path { get; }

    public long Frames { get; private set; }

    public long Bytes { get; private set; }

    public async Task Add(EncodedFrame frame, CancellationToken cancel)
    {
        await frame.WriteTo(file, cancel).ConfigureAwait(false);
        sha.AppendData(frame.Head.Span);
        foreach (var part in frame.Frame.Parts)
        {
            sha.AppendData(part.Data.Span);
        }

        Frames++;
        Bytes += frame.Length;
    }

    /// <summary>Brings all to the disk and gives the hash.</summary>
    public async Task<string> Finish(CancellationToken cancel)
    {
        await file.FlushAsync(cancel).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
        await file.DisposeAsync().ConfigureAwait(false);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        sha.Dispose();
        File.Delete(Path);
    }
}
