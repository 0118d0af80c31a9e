using EdgeFlow.Control.Reruns;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reruns;

using World = EdgeFlow.Tests.Control.World;

/// <summary>Which results of an earlier run a rerun keeps.</summary>
public sealed class ResultReuseTests
{
    [Fact]
    public void Decide_FromTheMiddle_KeepsWhatIsBeforeAndSaysWhyTheRestIsComputed()
    {
        var link = Decide(Runs.Chain, from: "three");

        Assert.Equal(["one", "two"], link.Reused.Select(kept => kept.Task.Value).Order());
        Assert.Equal(
            [("three", "asked for"), ("four", "it comes after three")],
            link.Computed.Select(task => (task.Task.Value, task.Reason)));
    }

    [Fact]
    public void Decide_ChangedParameter_ComputesTheTaskAndAllAfterIt()
    {
        var link = Decide(Runs.Chain.With("two", """{"name":"TWO"}"""));

        Assert.Equal(["one"], link.Reused.Select(kept => kept.Task.Value));
        Assert.Equal(
            "its stage, model, parameters or inputs are not those of the earlier run", link.Computed[0].Reason);
        Assert.Equal("its input two is computed again", link.Computed[1].Reason);
    }

    [Fact]
    public void Decide_ChangedModel_ComputesTheTask()
    {
        var changed = Runs.Chain with
        {
            Tasks = [.. Runs.Chain.Tasks.Select(task => task.Id.Value == "three"
                ? task with { Stage = task.Stage with { Model = "other.onnx" } }
                : task)],
        };

        Assert.Equal(["one", "two"], Decide(changed).Reused.Select(kept => kept.Task.Value).Order());
    }

    [Fact]
    public void Decide_NothingChanged_ComputesOnlyTheSink() =>
        Assert.Equal(["four"], Decide(Runs.Chain).Computed.Select(task => task.Task.Value));

    [Fact]
    public void Decide_OtherFrames_ComputesEverything()
    {
        var (events, _) = Runs.Run(Runs.Chain);
        var link = ResultReuse.Decide(
            new JobId("first"), Runs.Past(events, Runs.Chain), Runs.Chain, Runs.Demand(Runs.Chain, 6), null);

        Assert.Empty(link.Reused);
    }

    [Fact]
    public void Decide_SourceOfAnotherName_KeepsTheResultByItsContent()
    {
        var renamed = World.Application("""
                - { id: first, stage: { builtin: pass, with: { name: one } } }
                - { id: last, stage: { builtin: pass, with: { name: two } }, needs: [first] }
            """);

        var kept = Assert.Single(Decide(renamed).Reused);

        Assert.Equal(("first", "one"), (kept.Task.Value, kept.Origin.Value));
    }

    [Fact]
    public void Decide_SameNameButAnotherStage_KeepsNothing()
    {
        var other = World.Application("""
                - { id: one, stage: { builtin: burn, with: { name: one } } }
                - { id: two, stage: { builtin: pass, with: { name: two } }, needs: [one] }
            """);

        Assert.Empty(Decide(other).Reused);
    }

    [Fact]
    public void Decide_TaskThatNeverEnded_IsComputed()
    {
        var (events, _) = Runs.Run(Runs.Chain);
        var cut = events.Where(item => item is not TaskCompleted { Task.Value: "two" or "three" or "four" });

        var link = ResultReuse.Decide(
            new JobId("first"), Runs.Past(cut, Runs.Chain), Runs.Chain, Runs.Demand(Runs.Chain), null);

        Assert.Equal(["one"], link.Reused.Select(kept => kept.Task.Value));
        Assert.Equal("the earlier run has no output of it", link.Computed[0].Reason);
    }

    [Fact]
    public void Decide_RunThatWasARerun_KeepsWhatThatOneKept()
    {
        var link = Decide(Runs.Chain, from: "three");
        var (second, _) = Runs.Run(Runs.Chain, link, "second");

        var next = ResultReuse.Decide(
            new JobId("second"), Runs.Past(second, Runs.Chain), Runs.Chain, Runs.Demand(Runs.Chain),
            new TaskId("four"));

        Assert.Equal(["one", "three", "two"], next.Reused.Select(kept => kept.Task.Value));
        Assert.Equal(link.Reused[0].Content, next.Reused[0].Content);
    }

    [Fact]
    public void Decide_TaskWithAModel_KeepsItAndNamesTheModelsBytes()
    {
        var (events, _) = Runs.Run(WithModel, models: "then");

        var kept = Keep(events).Reused.Single(kept => kept.Task.Value == "two");

        Assert.Equal(("full.onnx", Runs.Hash("full.onnx then")), (kept.Model, kept.ModelHash));
    }

    [Fact]
    public void Decide_RerunOfARerun_StillNamesTheModelsBytes()
    {
        var (first, _) = Runs.Run(WithModel, models: "then");
        var (second, _) = Runs.Run(WithModel, Keep(first), "second");

        var kept = Keep(second).Reused.Single(kept => kept.Task.Value == "two");

        Assert.Equal(Runs.Hash("full.onnx then"), kept.ModelHash);
    }

    [Fact]
    public void Decide_SameModelNameWithOtherBytes_IsAnotherContent()
    {
        var (then, _) = Runs.Run(WithModel, models: "then");
        var (now, _) = Runs.Run(WithModel, models: "now");

        Assert.NotEqual(
            Keep(then).Reused.Single(kept => kept.Task.Value == "two").Content,
            Keep(now).Reused.Single(kept => kept.Task.Value == "two").Content);
    }

    [Fact]
    public void Decide_EventsOfBeforeModelsWereKnownByBytes_ComputesTheTaskAndSaysWhy()
    {
        var (events, _) = Runs.Run(WithModel);
        var old = events.Select(item => item is TaskCompleted done ? done with { ModelHash = null } : item);

        var link = Keep(old);

        Assert.Equal(["one"], link.Reused.Select(kept => kept.Task.Value));
        Assert.Equal("the earlier run does not tell which bytes its model had", link.Computed[0].Reason);
    }

    [Fact]
    public void Decide_OutputOfAVariant_IsKeptUnlessAnAccuracyIsAskedFor()
    {
        var application = World.Application("""
                - { id: one, stage: { builtin: pass, with: { name: one } } }
                - id: two
                  stage: { builtin: find-text, model: full.onnx }
                  needs: [one]
                  accuracy: 0.9
                  variants: [{ name: small, model: small.onnx, accuracy: 0.8 }]
                - { id: three, stage: { builtin: pass, with: { name: three } }, needs: [two] }
            """);
        var (events, _) = Runs.Run(application);
        var past = PastResults.Read(events, application, (task, _) => task.Id.Value == "two"
            ? task.Stage with { Model = "small.onnx" }
            : task.Stage);
        var demand = Runs.Demand(application);

        Assert.Equal(2, ResultReuse.Decide(new JobId("first"), past, application, demand, null).Reused.Count);
        Assert.Single(
            ResultReuse.Decide(new JobId("first"), past, application, demand with { Accuracy = 0.85 }, null).Reused);
    }

    [Fact]
    public void Read_ProducerMadeAnotherOutputAfterwards_StillSaysWhatTheConsumerRead()
    {
        var (events, _) = Runs.Run(Runs.Chain);
        var before = events.FindIndex(item => item is TaskCompleted { Task.Value: "three" });
        var job = new JobId("first");
        events.Insert(before, new TaskReopened(job, new TaskId("one"), 1, "gone", World.Now));
        events.Insert(before + 1, new TaskCompleted(
            job, new TaskId("one"), 2, 1, Runs.Node, Runs.Hash("others"), 9, 1, World.Now));

        var link = ResultReuse.Decide(
            job, Runs.Past(events, Runs.Chain), Runs.Chain, Runs.Demand(Runs.Chain), null);

        Assert.Equal(["one"], link.Reused.Select(kept => kept.Task.Value));
    }

    private static readonly ApplicationSpec WithModel = World.Application("""
            - { id: one, stage: { builtin: pass, with: { name: one } } }
            - { id: two, stage: { builtin: find-text, model: full.onnx }, needs: [one] }
            - { id: three, stage: { builtin: pass, with: { name: three } }, needs: [two] }
        """);

    private static RerunOf Keep(IEnumerable<IEvent> events) => ResultReuse.Decide(
        new JobId("first"), Runs.Past(events, WithModel), WithModel, Runs.Demand(WithModel), null);

    private static RerunOf Decide(ApplicationSpec application, string? from = null)
    {
        var (events, _) = Runs.Run(Runs.Chain);
        return ResultReuse.Decide(
            new JobId("first"), Runs.Past(events, Runs.Chain), application, Runs.Demand(application),
            from is null ? null : new TaskId(from));
    }
}
