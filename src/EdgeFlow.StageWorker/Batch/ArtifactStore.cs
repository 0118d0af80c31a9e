using System.Collections.Concurrent;
using EdgeFlow.Channels.Artifacts;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// Outputs of batch tasks on this node's disk, in a folder a job, named by the hash of their bytes. Files appear whole
/// or not at all. Those of ended jobs are kept for reruns as long as there is room. Safe for concurrent use.
/// </summary>
internal sealed class ArtifactStore
{
    // No artifact has this name: theirs are hashes. Its time says when the job ended, or was last read for a rerun.
    private const string EndedMark = "ended";

    private readonly string folder;
    private readonly string temp;
    private readonly long keptBytes;
    private readonly int keptJobs;
    private readonly ConcurrentDictionary<string, string> paths = new(StringComparer.Ordinal);
    private readonly Lock keeping = new();

    /// <summary>Opens the store and removes what an earlier process left unfinished.</summary>
    public ArtifactStore(string folder, string temp, WorkerLimits limits)
    {
        (this.folder, this.temp) = (folder, temp);
        (keptBytes, keptJobs) = (limits.KeptArtifactBytes, limits.KeptArtifactJobs);
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
    public string? Find(string hash)
    {
        if (!paths.TryGetValue(hash, out var path))
        {
            return null;
        }

        lock (keeping)
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var mark = Path.Combine(Path.GetDirectoryName(path)!, EndedMark);
            if (File.Exists(mark))
            {
                Touch(mark);
            }

            return path;
        }
    }

    /// <summary>Puts a finished file in its place.</summary>
    public string Adopt(string job, string hash, string tempPath)
    {
        var path = Path.Combine(folder, job, hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(tempPath, path, overwrite: true);
        paths[hash] = path;
        return path;
    }

    /// <summary>
    /// Notes that a job has ended. Its artifacts stay for reruns, until those of jobs that ended or were read later
    /// need the room.
    /// </summary>
    public void Retire(string job)
    {
        var path = Path.Combine(folder, job);
        lock (keeping)
        {
            if (Directory.Exists(path))
            {
                Touch(Path.Combine(path, EndedMark));
                Trim();
            }
        }
    }

    private static void Touch(string mark) => File.WriteAllBytes(mark, []);

    private void Trim()
    {
        var ended = new DirectoryInfo(folder).EnumerateDirectories()
            .Select(job => (Job: job, Mark: new FileInfo(Path.Combine(job.FullName, EndedMark))))
            .Where(entry => entry.Mark.Exists)
            .OrderByDescending(entry => entry.Mark.LastWriteTimeUtc)
            .ThenBy(entry => entry.Job.Name, StringComparer.Ordinal);
        var (bytes, jobs, removed) = (0L, 0, false);
        foreach (var (job, _) in ended)
        {
            bytes += job.EnumerateFiles().Sum(file => file.Length);
            jobs++;
            if (bytes > keptBytes || jobs > keptJobs)
            {
                job.Delete(recursive: true);
                removed = true;
            }
        }

        if (removed)
        {
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
