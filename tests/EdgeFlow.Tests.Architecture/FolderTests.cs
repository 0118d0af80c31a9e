using Xunit;

namespace EdgeFlow.Tests.Architecture;

/// <summary>Folders are named by concept, never by kind.</summary>
public class FolderTests
{
    private static readonly string[] Forbidden =
        ["Common", "Utils", "Util", "Helpers", "Models", "Managers", "Services", "Interfaces", "Misc", "Shared"];

    [Fact]
    public void Folder_Name_IsAConcept()
    {
        var found = Repository.SourceFiles
            .SelectMany(file => file.Split('/').SkipLast(1).Intersect(Forbidden).Select(folder => $"{file}: {folder}"));

        Assert.Empty(found);
    }

    [Fact]
    public void TopLevel_Entries_AreTheKnownOnes()
    {
        string[] known =
        [
            "EdgeFlow.sln", "src", "workflows", "components", "dapr", "tests", "deploy", "docker-compose.yml",
            "README.md", "edgeflow.sh", "docs", "build", "global.json", "Directory.Build.props",
            "Directory.Packages.props", "package.json", "package-lock.json", "LICENSE", "CHANGELOG.md",
        ];
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.') && name is not ("node_modules" or "TestResults"));

        Assert.Empty(entries.Except(known));
    }
}
