using System.Diagnostics;
using System.Text.RegularExpressions;
using EdgeFlow.Tests.EndToEnd.Commands;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace EdgeFlow.Tests.EndToEnd.Containers;

/// <summary>docker-compose.yml says only what exists: each command, option and port.</summary>
public partial class ComposeTests
{
    private static readonly YamlMappingNode Services = Load();

    public static TheoryData<string> OurServices => [.. Services.Children
        .Where(pair => ((YamlMappingNode)pair.Value).Children.ContainsKey("command"))
        .Select(pair => pair.Key.ToString())];

    [Theory]
    [MemberData(nameof(OurServices))]
    public async Task Service_Command_UsesOptionsThatExist(string service)
    {
        var words = ((YamlSequenceNode)Services[service]["command"]).Select(word => word.ToString()).ToList();

        var (exitCode, help, _) = await CommandLine.Run(words[0], "--help");

        Assert.Equal(0, exitCode);
        var options = words.Where(word => word.StartsWith("--", StringComparison.Ordinal));
        Assert.All(options, option => Assert.Contains(option, help));
    }

    [Fact]
    public void Control_Port_IsTheOneItListensOn()
    {
        var control = (YamlMappingNode)Services["control"];
        var published = Port().Match(((YamlSequenceNode)control["ports"])[0].ToString()).Groups[1].Value;

        Assert.Contains($":{published}", control["command"].ToString());
        Assert.Contains($":{published}/readyz", control["healthcheck"]["test"].ToString());
    }

    [Fact]
    public void Services_Count_IsDatabaseControlAndThreeNodes() =>
        Assert.Equal(
            ["postgres", "control", "camera", "fog", "cloud"], Services.Children.Keys.Select(key => key.ToString()));

    [SkippableFact]
    public async Task File_Read_ByDockerComposeItself()
    {
        var start = new ProcessStartInfo("docker-compose", "config -q")
        {
            WorkingDirectory = Repository.Root, RedirectStandardError = true,
        };
        start.Environment["EDGEFLOW_TOKEN"] = start.Environment["POSTGRES_PASSWORD"] = "given";
        Skip.IfNot(IsInstalled(start.FileName), "docker-compose is missing: apt-get install docker-compose");

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, error);
    }

    private static bool IsInstalled(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static YamlMappingNode Load()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Repository.Path("docker-compose.yml"));
        // The merge keys of compose files are resolved by a merging parser.
        yaml.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(reader)));
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    [GeneratedRegex(@":(\d+)$")]
    private static partial Regex Port();
}
