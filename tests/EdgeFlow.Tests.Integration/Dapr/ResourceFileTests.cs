using EdgeFlow.TestBed;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>Every file of <c>components</c> is one that daprd takes as it is.</summary>
public sealed class ResourceFileTests(LoadedResources sidecar) : IClassFixture<LoadedResources>
{
    public static TheoryData<string> Files { get; } = new(Directory
        .EnumerateFiles(RepositoryFolder.File("components"), "*.yaml").Select(file => Path.GetFileName(file)!)
        .Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Load_FileAsItIs_IsInTheSidecarOrSaysWhatItLacks(string file)
    {
        Skip.If(sidecar.Missing is not null, sidecar.Missing);
        var resource = Read(file);
        var (kind, name) = (Text(resource, "kind"), Text(resource, "metadata", "name"));

        if (kind != "Component")
        {
            Assert.Contains(name, sidecar.Log, StringComparison.Ordinal);
        }
        else if (Text(resource, "spec", "type").Contains("kafka", StringComparison.Ordinal))
        {
            Assert.Equal("true", Text(resource, "spec", "ignoreErrors"));
            Assert.Contains(
                sidecar.Log.Split('\n').Where(line => line.Contains("level=error", StringComparison.Ordinal)),
                line => line.Contains(name, StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains(name, sidecar.Components);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Scopes_EachFile_NamesTheApplicationsThatItIsFor(string file) =>
        Assert.NotEmpty(((YamlSequenceNode)Read(file)["scopes"]).Children);

    private static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(RepositoryFolder.File($"components/{file}"));
        yaml.Load(reader);
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    private static string Text(YamlNode node, params string[] path) =>
        path.Aggregate(node, (at, key) => at[key]).ToString();
}
