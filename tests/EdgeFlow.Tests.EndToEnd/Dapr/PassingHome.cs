using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>A home folder with Dapr installed in it, as <c>dapr init</c> leaves one; it goes when it is
/// disposed.</summary>
internal sealed class PassingHome : IDisposable
{
    public PassingHome()
    {
        var bin = Directory.CreateDirectory(System.IO.Path.Combine(Path, ".dapr", "bin")).FullName;
        File.CreateSymbolicLink(
            System.IO.Path.Combine(bin, "daprd"), System.IO.Path.Combine(Binaries.Dapr()!, "daprd"));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("edgeflow-home-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
