using System.Globalization;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// Which attempts at which tasks have ended well on this node, on disk, so that a directive that comes again, also to a
/// new process, is answered and not run. Safe for concurrent use; one writer a key.
/// </summary>
internal sealed class TaskJournal(string folder, string tempFolder, ILogger logger)
{
    /// <summary>The report of an attempt, or null.</summary>
    public async Task<TaskReport?> Read(TaskKey key, CancellationToken cancel)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false);
            return JsonSerializer.Deserialize<TaskReport>(bytes, ProtocolJson.Options);
        }
        catch (JsonException e)
        {
            logger.LogError("The journal's entry {Path} cannot be read and is ignored: {Reason}", path, e.Message);
            return null;
        }
    }

    public async Task Write(TaskKey key, TaskReport report, CancellationToken cancel)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await DurableFile.Write(
            path, JsonSerializer.SerializeToUtf8Bytes(report, ProtocolJson.Options), tempFolder, cancel)
            .ConfigureAwait(false);
    }

    public void Forget(string job)
    {
        var path = Path.Combine(folder, job);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private string PathOf(TaskKey key) => Path.Combine(
        folder, key.Job, string.Create(CultureInfo.InvariantCulture, $"{key.Task}.{key.Attempt}.json"));
}
