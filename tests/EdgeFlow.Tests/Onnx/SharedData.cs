using System.Reflection;
using Xunit;

namespace EdgeFlow.Tests.Onnx;

/// <summary>
/// Models and labelled data beside the repository, and models in node_modules; tests that lack them are skipped.
/// </summary>
internal static class SharedData
{
    /// <summary>Top folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Full path of a file of <c>../shared/data</c>, or a skip with a line that names it.</summary>
    public static string Shared(string name) => Require(Path.Combine(Repository, "..", "shared", "data", name));

    /// <summary>Full path of a file of <c>node_modules</c>, or a skip with a line that names it.</summary>
    public static string NodeModule(string name) => Require(Path.Combine(Repository, "node_modules", name));

    private static string Require(string path)
    {
        Skip.IfNot(Path.Exists(path), $"{path} is not on this machine.");
        return Path.GetFullPath(path);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(folder.FullName, "EdgeFlow.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
