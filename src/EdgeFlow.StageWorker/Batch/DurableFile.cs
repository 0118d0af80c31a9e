namespace EdgeFlow.StageWorker.Batch;

/// <summary>Files that are either whole or not there, also after a power cut or <c>kill -9</c>.</summary>
internal static class DurableFile
{
    /// <summary>Writes a small file at once.</summary>
    public static async Task Write(string path, ReadOnlyMemory<byte> bytes, string tempFolder, CancellationToken cancel)
    {
        var temp = Path.Combine(tempFolder, Guid.NewGuid().ToString("N"));
        var stream = new FileStream(temp, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(bytes, cancel).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temp, path, overwrite: true);
    }
}
