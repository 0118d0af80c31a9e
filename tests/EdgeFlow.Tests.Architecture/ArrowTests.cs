using Xunit;
using System.Xml.Linq;

namespace EdgeFlow.Tests.Architecture;

/// <summary>The allowed arrows between rooms (docs/architecture.md); everything else is forbidden.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Planning"] = ["Domain"],
        ["EventStore"] = ["Domain"],
        // docs/adr/0008: native code stays out of the pure room.
        ["OrTools"] = ["Domain", "Planning"],
        ["Protocol"] = [],
        ["Onnx"] = [],
        ["Durable"] = [],
        // docs/adr/0005: the sidecar's history goes through the event store's group commit.
        ["Sidecar"] = ["Durable", "EventStore"],
        ["Channels"] = ["Protocol"],
        ["Control"] = ["Domain", "Planning", "EventStore", "Protocol", "Durable"],
        ["Workflows"] = ["Control", "Protocol", "Durable"],
        // docs/adr/0012: the sidecar's building blocks, and what other systems see and send through them.
        ["Dapr"] = [],
        ["Exchange"] = ["Domain", "EventStore", "Protocol", "Control", "Dapr"],
        ["StageWorker"] = ["Protocol", "Durable", "Onnx", "Network", "Channels", "Dapr"],
        // docs/adr/0009: it asks the past, and nothing that runs knows it.
        ["Ledger"] = ["Domain", "Planning", "EventStore", "Protocol", "Control"],
        ["Api"] = ["Control", "Workflows", "Sidecar", "Protocol", "Ledger", "Exchange", "Dapr"],
        // docs/adr/0008: the planner's commands need no control plane.
        ["Experiments"] = ["Domain", "Planning", "OrTools", "Onnx"],
        ["Cli"] = ["Protocol", "Api", "StageWorker", "Experiments", "Ledger"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_ProjectReferences_AreAllowedArrows(string room)
    {
        var folder = room == "Workflows" ? "workflows" : "src";
        var project = XDocument.Parse(Repository.Read($"{folder}/EdgeFlow.{room}/EdgeFlow.{room}.csproj"));

        var references = project.Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Where(name => name.StartsWith("EdgeFlow.", StringComparison.Ordinal))
            .Select(name => name["EdgeFlow.".Length..]);

        Assert.Empty(references.Except(Allowed[room]));
    }

    [Fact]
    public void Source_EveryRoom_HasItsArrows()
    {
        var rooms = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "EdgeFlow.*")
            .Select(folder => Path.GetFileName(folder)["EdgeFlow.".Length..]);

        Assert.Empty(rooms.Except(Allowed.Keys));
    }

    [Theory]
    [InlineData("Domain")]
    [InlineData("Planning")]
    public void PureRoom_Assembly_DependsOnNoHostOrDatabase(string room)
    {
        var assembly = System.Reflection.Assembly.Load($"EdgeFlow.{room}");

        var names = assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(names, name => name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name is "Npgsql" or "System.Net.Http" or "System.IO.FileSystem");
    }
}
