using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Batch;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edgeflow-artifacts-").FullName;

    [Fact]
    public void Retire_WithinTheLimits_KeepsTheArtifactsAlsoForANewProcess()
    {
        var store = Open(new WorkerLimits());
        Add(store, "a", 'a', 10);
        store.Retire("a");

        Assert.NotNull(store.Find(Hash('a')));
        Assert.NotNull(Open(new WorkerLimits()).Find(Hash('a')));
    }

    [Fact]
    public void Retire_MoreBytesThanAreKept_RemovesWhatEndedFirst()
    {
        var store = Open(new WorkerLimits { KeptArtifactBytes = 20 });
        foreach (var job in "abc")
        {
            Add(store, $"{job}", job, 10);
            Retire(store, $"{job}", job);
        }

        Assert.Null(store.Find(Hash('a')));
        Assert.NotNull(store.Find(Hash('b')));
        Assert.NotNull(store.Find(Hash('c')));
    }

    [Fact]
    public void Retire_MoreJobsThanAreKept_RemovesWhatEndedFirst()
    {
        var store = Open(new WorkerLimits { KeptArtifactJobs = 1 });
        Add(store, "a", 'a', 10);
        Retire(store, "a", 'a');
        Add(store, "b", 'b', 10);
        Retire(store, "b", 'b');

        Assert.Null(store.Find(Hash('a')));
        Assert.NotNull(store.Find(Hash('b')));
    }

    [Fact]
    public void Retire_NothingIsKept_RemovesItButNotAJobThatRuns()
    {
        var store = Open(new WorkerLimits { KeptArtifactBytes = 0 });
        Add(store, "a", 'a', 10);
        Add(store, "b", 'b', 10);
        store.Retire("a");

        Assert.Null(store.Find(Hash('a')));
        Assert.NotNull(store.Find(Hash('b')));
        Assert.False(Directory.Exists(Path.Combine(folder, "artifacts", "a")));
    }

    [Fact]
    public void Retire_SameBytesInAJobThatRuns_AreStillFound()
    {
        var store = Open(new WorkerLimits { KeptArtifactBytes = 0 });
        Add(store, "b", 'a', 10);
        Add(store, "a", 'a', 10);
        store.Retire("a");

        Assert.Equal(Path.Combine(folder, "artifacts", "b", Hash('a')), store.Find(Hash('a')));
    }

    [Fact]
    public void Find_OutputOfAnEndedJob_CountsAsItsLastUse()
    {
        var store = Open(new WorkerLimits { KeptArtifactJobs = 2 });
        Add(store, "a", 'a', 10);
        Retire(store, "a", 'a');
        Add(store, "b", 'b', 10);
        Retire(store, "b", 'b');
        store.Find(Hash('a'));
        Add(store, "c", 'c', 10);
        store.Retire("c");

        Assert.NotNull(store.Find(Hash('a')));
        Assert.Null(store.Find(Hash('b')));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Hash(char digit) => new(digit, 64);

    private ArtifactStore Open(WorkerLimits limits) =>
        new(Path.Combine(folder, "artifacts"), Path.Combine(folder, "temp"), limits);

    // The clock of a file system is coarse: what happened before is dated back, so that nothing hangs on it.
    private void Retire(ArtifactStore store, string job, char order)
    {
        store.Retire(job);
        var mark = Path.Combine(folder, "artifacts", job, "ended");
        if (File.Exists(mark))
        {
            File.SetLastWriteTimeUtc(mark, new DateTime(2020, 1, 1 + order - 'a', 0, 0, 0, DateTimeKind.Utc));
        }
    }

    private static void Add(ArtifactStore store, string job, char digit, int bytes)
    {
        var temp = store.NewTemp();
        File.WriteAllBytes(temp, new byte[bytes]);
        store.Adopt(job, Hash(digit), temp);
    }
}
