namespace EdgeFlow.TestBed;

/// <summary>The project's own folder, whose files tests use as they are.</summary>
public static class RepositoryFolder
{
    /// <summary>Full path of the folder that holds <c>EdgeFlow.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Full path of a file or folder of the project.</summary>
    /// <param name="relative">Its path from the root.</param>
    public static string File(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "EdgeFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("EdgeFlow.sln is in no folder above the tests.");
    }
}
