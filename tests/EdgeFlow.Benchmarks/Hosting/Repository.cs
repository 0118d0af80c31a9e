namespace EdgeFlow.Benchmarks.Hosting;

/// <summary>Where the project is: models, manifests and peers are found from its root.</summary>
internal static class Repository
{
    /// <summary>The folder of EdgeFlow.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The data set beside the project: <c>EDGEFLOW_DATA</c>, else <c>../shared/data</c>.</summary>
    public static string Data { get; } =
        Environment.GetEnvironmentVariable("EDGEFLOW_DATA") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Path.Combine(Root, "../shared/data"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            $"EdgeFlow.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
