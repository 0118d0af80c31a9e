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
    private readonly Lock keeping = new();

    // The jobs that have an artifact of a hash: the same bytes may be several jobs'.
    private readonly Dictionary<string, SortedSet<string>> jobs = new(StringComparer.Ordinal);

    // Ended jobs with their bytes, the next to go first.
    private readonly LinkedList<(string Job, long Bytes)> ended = [];
    private readonly Dictionary<string, LinkedListNode<(string Job, long Bytes)>> places = new(StringComparer.Ordinal);
    private long endedBytes;

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
        lock (keeping)
        {
            if (!jobs.TryGetValue(hash, out var owners)
                || owners.FirstOrDefault(job => File.Exists(PathOf(job, hash))) is not { } owner)
            {
                return null;
            }

            if (places.TryGetValue(owner, out var place))
            {
                Keep(owner, place.Value.Bytes);
            }

            return PathOf(owner, hash);
        }
    }

    /// <summary>Puts a finished file in its place.</summary>
    public string Adopt(string job, string hash, string tempPath)
    {
        var path = PathOf(job, hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        lock (keeping)
        {
            File.Move(tempPath, path, overwrite: true);
            Note(job, hash);
        }

        return path;
    }

    /// <summary>
    /// Notes that a job has ended. Its artifacts stay for reruns, until those of jobs that ended or were read later
    /// need the room.
    /// </summary>
    public void Retire(string job)
    {
        var path = new DirectoryInfo(Path.Combine(folder, job));
        lock (keeping)
        {
            if (path.Exists)
            {
                Keep(job, BytesOf(path));
                Trim();
            }
        }
    }

    private static long BytesOf(DirectoryInfo job) => job.EnumerateFiles().Sum(file => file.Length);

    private string PathOf(string job, string hash) => Path.Combine(folder, job, hash);

    private void Note(string job, string hash)
    {
        if (!jobs.TryGetValue(hash, out var owners))
        {
            jobs.Add(hash, owners = new SortedSet<string>(StringComparer.Ordinal));
        }

        owners.Add(job);
    }

    // The job is the last to go from now on, also for a later process.
    private void Keep(string job, long bytes)
    {
        File.WriteAllBytes(PathOf(job, EndedMark), []);
        Append(job, bytes);
    }

    private void Append(string job, long bytes)
    {
        if (places.Remove(job, out var before))
        {
            ended.Remove(before);
            endedBytes -= before.Value.Bytes;
        }

        places.Add(job, ended.AddLast((job, bytes)));
        endedBytes += bytes;
    }

    // Costs what goes, not what stays: a node may keep a thousand jobs and end fifty a second.
    private void Trim()
    {
        while (ended.First is { } oldest && (endedBytes > keptBytes || ended.Count > keptJobs))
        {
            var (job, bytes) = oldest.Value;
            ended.RemoveFirst();
            places.Remove(job);
            endedBytes -= bytes;
            var path = new DirectoryInfo(Path.Combine(folder, job));
            if (!path.Exists)
            {
                continue;
            }

            foreach (var file in path.EnumerateFiles())
            {
                if (jobs.TryGetValue(file.Name, out var owners) && owners.Remove(job) && owners.Count == 0)
                {
                    jobs.Remove(file.Name);
                }
            }

            path.Delete(recursive: true);
        }
    }

    private void Index()
    {
        foreach (var job in new DirectoryInfo(folder).EnumerateDirectories()
            .OrderBy(job => File.GetLastWriteTimeUtc(PathOf(job.Name, EndedMark)))
            .ThenByDescending(job => job.Name, StringComparer.Ordinal))
        {
            foreach (var file in job.EnumerateFiles().Where(file => ArtifactHash.IsValid(file.Name)))
            {
                Note(job.Name, file.Name);
            }

            if (File.Exists(PathOf(job.Name, EndedMark)))
            {
                Append(job.Name, BytesOf(job));
            }
        }
    }
}
