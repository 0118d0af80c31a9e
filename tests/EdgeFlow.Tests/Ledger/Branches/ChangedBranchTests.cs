using System.Text.Json;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Branches;

/// <summary>What if something had been different: small histories whose other course is plain to see.</summary>
public sealed class ChangedBranchTests
{
    [Fact]
    public void Run_NodeOfTheStreamFails_MovesItAndLeavesTheRecordAlone()
    {
        var history = TwoNodes();
        var job = history.Submit(JobMode.Stream);
        history.Plan();
        history.Pass(60);
        history.Register("n3");
        history.Plan();
        var recording = history.Recording;
        var before = recording.Count;
        var host = recording.WorldAt(before).Plan!.Jobs[job].Placements[0].Node;

        var outcome = Run(recording, new BranchSpec("x", [new FailNode(host, TimeSpan.FromSeconds(30))]));

        Assert.All(outcome.Notes, note => Assert.DoesNotContain("changes nothing", note, StringComparison.Ordinal));
        Assert.True(outcome.Figures.Moves > 0);
        Assert.Contains(outcome.Plans, plan => plan.Trigger.Contains($"node {host} lost", StringComparison.Ordinal));
        Assert.Equal(before, recording.Count);
    }

    [Fact]
    public void Run_EveryNodeFails_TheStreamWaitsTheRest()
    {
        var history = TwoNodes();
        history.Submit(JobMode.Stream);
        history.Plan();
        history.Pass(100);
        history.Submit(JobMode.Stream);
        history.Plan();
        var recording = history.Recording;

        var outcome = Run(recording, new BranchSpec("x", [Fail("n1", 40), Fail("n2", 40)]));

        var first = outcome.Figures.Jobs[0];
        Assert.Equal("waiting", first.Outcome);
        Assert.InRange(first.WaitedSeconds, 59, 62);
    }

    [Fact]
    public void Run_FailureInTheRecordOfAFailedNode_DoesNotHappenTwice()
    {
        var history = TwoNodes();
        history.Submit(JobMode.Stream);
        history.Plan();
        history.Pass(10);
        history.Execute(new EdgeFlow.Domain.Nodes.HearNode(new NodeId("n1"), "n1-1", history.Now));
        history.Pass(50);
        history.Register("n1", 20);
        history.Plan();

        var outcome = Run(history.Recording, new BranchSpec("x", [Fail("n1", 5)]));

        // The record's new properties of the node that is gone in the branch bring it not back.
        Assert.DoesNotContain(outcome.Plans, plan => plan.Trigger.Contains("n1 joined", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_SlowerNodes_TheStreamEndsWhenItWasGrantedAsManyFrames()
    {
        var history = TwoNodes();
        var job = history.Submit(JobMode.Stream, frames: 100);
        history.Plan();
        history.Pass(50);
        history.Finish(job);
        history.Pass(1000);
        history.Register("n3");
        var recording = history.Recording;
        var was = BranchStudy.Base(recording, BranchWindow.Whole(recording)).Jobs[0];

        // The faster of both nodes fails half-way.
        var host = recording.WorldAt(recording.PlaceAfter(history.Now.AddSeconds(-1001))).Plan!.Jobs[job].Placements[0];
        var spec = new BranchSpec("x", [new FailNode(host.Node, TimeSpan.FromSeconds(27))]);
        var now = Run(recording, spec).Figures.Jobs[0];

        Assert.Equal("completed", now.Outcome);
        Assert.Equal(was.GrantedFrames, now.GrantedFrames, 3);
        Assert.True(now.PresentSeconds >= was.PresentSeconds);
    }

    [Fact]
    public void Run_BatchJobOnAnotherNode_EndsByPlanTimesTheRecordedPace()
    {
        var history = TwoNodes();
        var job = history.Submit(JobMode.Batch);
        history.Plan();
        var span = history.Recording.WorldAt(history.Events.Count).Plan!.Jobs[job].Span.Value / 1000;
        history.Pass(2 * span);
        history.Finish(job);
        history.Pass(1000);
        history.Register("n3");
        var recording = history.Recording;

        var spec = new BranchSpec("x", [], "tier0") { ModelsAll = true };
        var outcome = Run(recording, spec);

        // The same plan, at half the planned speed, as the record says.
        var was = BranchStudy.Base(recording, BranchWindow.Whole(recording)).Jobs[0].MakespanSeconds!.Value;
        Assert.InRange(outcome.Figures.Jobs[0].MakespanSeconds!.Value, was * 0.99, was * 1.01);
    }

    [Fact]
    public void Run_BeyondTheRecord_WhatRunsGoesOnAsPlanned()
    {
        var history = TwoNodes();
        var job = history.Submit(JobMode.Batch);
        history.Plan();
        var recording = history.Recording;
        var window = new BranchWindow(recording.Count, history.Now, history.Now.AddHours(10));

        var was = BranchStudy.Base(recording, window);
        var now = BranchStudy.Run(recording, window, [new BranchSpec("x", [Fail("n1", 0), Fail("n2", 0)])], 1)[0];

        Assert.Equal("completed", was.Jobs.Single(figures => figures.Job == job).Outcome);
        Assert.Equal("waiting", now.Figures.Jobs.Single(figures => figures.Job == job).Outcome);
    }

    [Fact]
    public void Run_ManyBranchesOnAnyNumberOfCores_ComeOutTheSame()
    {
        var recording = PlannedHistory.Of([.. Enumerable.Range(1, 60).Select(k => k * 7_919_777)]).Recording;
        var window = SameBranchTests.Window(recording, 0);
        List<BranchSpec> specs =
        [
            .. Enumerable.Range(0, 4).SelectMany(k => Enumerable.Range(0, 6).Select(moment =>
                new BranchSpec($"{k}@{moment}", [Fail($"n{k}", moment * 20)]))),
            new("otfa", [], "otfa"), new("rate", [], Objective: Objective.AverageRate), BranchSpec.Same,
        ];

        var (one, two) = (
            BranchStudy.Run(recording, window, specs, 1), BranchStudy.Run(recording, window, specs, 3));

        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(two));
        Assert.Equal(specs.Select(spec => spec.Label), one.Select(outcome => outcome.Label));
    }

    [Fact]
    public void Run_AnyHistoryWithAnyFailure_KeepsItsFiguresWithinTheirBounds() => SameBranchTests.Check(30, seeds =>
    {
        var recording = PlannedHistory.Of(seeds).Recording;
        var window = SameBranchTests.Window(recording, 0);
        var seconds = (recording.Last - recording.First).TotalSeconds;

        var outcome = Run(recording, new BranchSpec("x", [Fail("n0", seconds / 3), Fail("n1", seconds / 2)]), window);

        Assert.All(outcome.Figures.Jobs, job =>
        {
            Assert.InRange(job.WaitedSeconds, 0, job.PresentSeconds + 1e-6);
            Assert.InRange(job.PresentSeconds, 0, seconds + 1e-6);
            Assert.True(double.IsFinite(job.GrantedFrames) && job.GrantedFrames >= 0 && job.Price >= 0);
        });
    });

    private static PlannedHistory TwoNodes()
    {
        var history = new PlannedHistory();
        history.Register("n1", 10);
        history.Register("n2", 5);
        history.Pass(1);
        return history;
    }

    private static FailNode Fail(string node, double seconds) => new(new NodeId(node), TimeSpan.FromSeconds(seconds));

    private static BranchOutcome Run(Recording recording, BranchSpec spec, BranchWindow? window = null) =>
        BranchStudy.Run(recording, window ?? BranchWindow.Whole(recording), [spec], 1)[0];
}
