using System.Text.Json;
using EdgeFlow.Control.Directives;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Protocol;
using EdgeFlow.Tests.Golden;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class HostDirectivesTests
{
    private static readonly JsonSerializerOptions Indented = new(ProtocolJson.Options) { WriteIndented = true };

    private static readonly ApplicationSpec Diamond = World.Application("""
            - { id: camera, stage: { builtin: pass } }
            - { id: left, stage: { builtin: burn, with: { multiplyAdds: 5 } }, needs: [camera], timeout: 2s }
            - { id: right, stage: { model: nets/a.onnx }, needs: [camera] }
            - { id: join, stage: { builtin: pass }, needs: [left, right], retry: { attempts: 5, firstDelay: 10ms } }
        """);

    [Fact]
    public void Build_DiamondWithARelay_SaysToEachNodeItsPart()
    {
        var directives = HostDirectives.Build(Run(wished: 25));

        Snapshot.Match(JsonSerializer.Serialize(
            directives.Select(item => new { node = item.Node.Value, item.Directive }), Indented));
    }

    [Fact]
    public void Build_NoWishedRate_DoesNotPaceTheSource()
    {
        var source = HostDirectives.Build(Run(wished: null)).SelectMany(item => item.Directive.Tasks)
            .Single(task => task.Inputs.Count == 0);

        Assert.Equal(0, source.RatePerSecond);
    }

    [Fact]
    public void Build_TaskWithoutPlace_SaysWhich()
    {
        var run = Run(null);
        var without = run with { Plan = run.Plan with { Placements = [.. run.Plan.Placements.Skip(1)] } };

        var failure = Assert.Throws<KeyNotFoundException>(() => HostDirectives.Build(without));

        Assert.Contains("camera", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_BatchTask_IsCompleteButForItsInputs()
    {
        var directive = TaskDirectives.Build(Run(null), Diamond.Tasks[3], attempt: 2);

        Snapshot.Match(JsonSerializer.Serialize(directive, Indented));
    }

    private static PlannedRun Run(double? wished)
    {
        var plan = new JobPlan(
            new JobId("j"), 7,
            [Place("camera", "a"), Place("join", "c"), Place("left", "a"), Place("right", "c")],
            [
                Route("camera", "left", "a"), Route("camera", "right", "a", "b", "c"), Route("left", "join", "a", "c"),
                Route("right", "join", "c"),
            ],
            [Grant("camera", "right", 8_000_000), Grant("left", "join", 1_000_000)],
            new FrameRate(20), new Milliseconds(40));
        var demand = Diamond.Demand with
        {
            Mode = JobMode.Stream, Frames = 100, Wished = wished is { } rate ? new FrameRate(rate) : null,
        };
        return new PlannedRun(
            Diamond, demand, plan,
            new[] { "a", "b", "c" }.ToDictionary(node => new NodeId(node), node => $"http://{node}:1"));
    }

    private static Placement Place(string task, string node) => new(new TaskId(task), new NodeId(node));

    private static FlowId Flow(string from, string to) => new(new TaskId(from), new TaskId(to));

    private static Route Route(string from, string to, params string[] nodes) => new(
        Flow(from, to), [.. nodes.Select(node => new NodeId(node))],
        [.. nodes.Skip(1).Select(node => new LinkId($"to-{node}"))]);

    private static Allocation Grant(string from, string to, long bits) => new(Flow(from, to), new BitsPerSecond(bits));
}
