using EdgeFlow.Control.Directives;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using Xunit;

namespace EdgeFlow.Tests.Control;

/// <summary>A variant on its way from the manifest through the snapshot and the plan to the directive.</summary>
public sealed class VariantTests
{
    private static readonly ApplicationSpec Graded = World.Application("""
            - id: see
              stage: { model: nets/see.onnx }
              accelerators: { gpu: 1 }
              accuracy: 0.95
              variants: [{ name: tiny, model: nets/tiny.onnx, accuracy: 0.8, work: 0.25 }]
        """);

    private static TaskSpec See => Graded.Tasks[0];

    [Fact]
    public void Build_Snapshot_HasVariantsWithTheirOwnProfiles()
    {
        var tiny = StageHash.Of(See.Stage with { Model = "nets/tiny.onnx" });
        var state = World.State([World.Node("a").Profiled(tiny, 12, 1000)], [], World.Job(Graded, JobMode.Stream));

        var task = SnapshotBuilder.Build(state, new PlanningOptions()).Jobs[0].Tasks[0];

        Assert.Equal((1, 0.95), (task.Accelerators!["gpu"], task.Accuracy));
        var variant = Assert.Single(task.Variants!);
        Assert.Equal(("tiny", 0.25, 12), (variant.Name, variant.Work, variant.Measured["kind"].Value));
        Assert.Empty(task.Measured);
    }

    [Theory]
    [InlineData("full", "nets/see.onnx")]
    [InlineData("tiny", "nets/tiny.onnx")]
    public void Build_Directives_NameTheModelOfThePlannedVariant(string variant, string model)
    {
        var run = Run(variant);
        var hosted = HostDirectives.Build(run).Single().Directive.Tasks.Single();
        var batch = TaskDirectives.Build(run, See, attempt: 1);

        Assert.Equal((model, model), (hosted.Model, batch.Model));
        Assert.Equal(hosted.StageHash, batch.StageHash);
    }

    [Fact]
    public void Build_VariantThatTheTaskDoesNotHave_SaysWhich()
    {
        var failure = Assert.Throws<KeyNotFoundException>(() => HostDirectives.Build(Run("pruned")));

        Assert.Contains("variant 'pruned'", failure.Message, StringComparison.Ordinal);
    }

    private static PlannedRun Run(string variant) => new(
        Graded, Graded.Demand,
        new JobPlan(
            new JobId("j"), 1, [new Placement(new TaskId("see"), new NodeId("a"), variant)], [], [], new FrameRate(1),
            new Milliseconds(1)),
        new Dictionary<NodeId, string> { [new NodeId("a")] = "http://a" });
}
