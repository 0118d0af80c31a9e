using System.Collections.Concurrent;
using EdgeFlow.Channels.Artifacts;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// Outputs of batch tasks on this node's disk, in a folder a job, named by the hash of their bytes. Files appear whole
/// or not at all. Safe for concurrent use.
/// </summary>
internal sealed class ArtifactStore
{
    private readonly string folder;
    private readonly string temp;
    private readonly ConcurrentDictionary<string, string> paths = new(StringComparer.Ordinal);

    /// <summary>Opens the store and removes what an earlier process left unfinished.</summary>
    public ArtifactStore(string folder, string temp)
    {
        (this.folder, this.temp) = (folder, temp);
        Directory.CreateDirectory(folder);
        if (Directory.Exists(temp))
        {
            Directory.Delete(temp, recursive: true);
        }

        Directory.CreateDirectory(temp);
        Index();
    }

    /// <summary>A path for a file that is being written.</summary>
    public string NewTemp() => Path.Combine(temp, Guid.NewGuid().ToString("N"));

    /// <summary>Full path of an artifact, or null when it is not here.</summary>
    public string? Find(string hash) => paths.TryGetValue(hash, out var path) && File.Exists(path) ? path : null;

    /// <summary>Puts a finished file in its place.</summary>
    public string Adopt(string job, string hash, string tempPath)
    {
        var path = Path.Combine(folder, job, hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(tempPath, path, overwrite: true);
        paths[hash] = path;
        return path;
    }

    /// <summary>Removes a job's artifacts.</summary>
    public void Forget(string job)
    {
        var path = Path.Combine(folder, job);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
            foreach (var gone in paths.Where(entry => !File.Exists(entry.Value)).Select(entry => entry.Key).ToList())
            {
                paths.TryRemove(gone, out _);
            }

            // The same bytes may be another job's too.
            Index();
        }
    }

    private void Index()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (ArtifactHash.IsValid(Path.GetFileName(file)))
            {
                paths.TryAdd(Path.GetFileName(file), file);
            }
        }
    }
}
