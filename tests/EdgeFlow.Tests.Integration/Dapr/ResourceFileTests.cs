using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Secrets;
using EdgeFlow.TestBed;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>Every file of <c>components</c> is one that daprd takes as it is.</summary>
public sealed class ResourceFileTests(LoadedResources sidecars) : IClassFixture<LoadedResources>
{
    public static TheoryData<string> Files { get; } = new(Directory
        .EnumerateFiles(RepositoryFolder.File("components"), "*.yaml").Select(file => Path.GetFileName(file)!)
        .Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Load_FileAsItIs_IsInTheSidecarOrSaysWhatItLacks(string file)
    {
        Skip.If(sidecars.Missing is not null, sidecars.Missing);
        var resource = Read(file);
        var (kind, name) = (Text(resource, "kind"), Text(resource, "metadata", "name"));
        var sidecar = Scopes(resource).Contains("edgeflow") ? sidecars.ControlPlane : sidecars.Node;

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
        Assert.NotEmpty(Scopes(Read(file)));

    [SkippableFact]
    public async Task Secret_OfTheFile_IsReadByANodeAndNotByTheControlPlane()
    {
        Skip.If(sidecars.Missing is not null, sidecars.Missing);

        var secret = await new DaprSecrets(sidecars.Node.Http).Read("secrets-file", "ocr-key", default);

        Assert.Equal([new("bearer", "s3cret")], secret);
        await Assert.ThrowsAsync<DaprException>(
            () => new DaprSecrets(sidecars.ControlPlane.Http).Read("secrets-file", "ocr-key", default));
    }

    private static IReadOnlyList<string> Scopes(YamlMappingNode resource) =>
        [.. ((YamlSequenceNode)resource["scopes"]).Children.Select(scope => scope.ToString())];

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
