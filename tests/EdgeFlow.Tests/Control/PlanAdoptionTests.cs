using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Planning;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class PlanAdoptionTests
{
    private static readonly ApplicationSpec Single = World.Application("    - { id: one, stage: { builtin: pass } }");

    private static readonly ApplicationSpec Pinned = World.Application(
        "    - { id: one, stage: { builtin: pass }, constraints: { nodes: [nowhere] } }");

    [Fact]
    public void Streams_JobPlaced_AppendsPlanAndJobAtTheirVersions()
    {
        var streams = Adopt(World.Job(Single, JobMode.Stream));

        Assert.Equal(
            [("plan", 0L), ("job-j", 1L)], streams.Select(item => (item.StreamId, item.Expected.Version!.Value)));
        var adopted = Assert.IsType<PlanAdopted>(Assert.Single(streams[0].Events));
        Assert.Equal((1, 0, "why"), (adopted.Revision, adopted.Parent, adopted.Trigger));
        Assert.Equal(1, Assert.IsType<JobPlanned>(Assert.Single(streams[1].Events)).Epoch);
    }

    [Fact]
    public void Streams_NoNodeMeetsTheConstraint_JobWaitsAndSaysWhich()
    {
        var queued = Assert.IsType<JobQueued>(
            Assert.Single(Assert.Single(Adopt(World.Job(Pinned, JobMode.Stream))).Events));

        Assert.StartsWith("/", queued.Pointer, StringComparison.Ordinal);
        Assert.Contains("nowhere", queued.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_JobBeginsToWait_SaysWhatWouldFitAndSaysItOnce()
    {
        var job = World.Job(Pinned, JobMode.Stream);
        var queued = (JobQueued)Assert.Single(Assert.Single(Adopt(job)).Events);
        Assert.EndsWith("; would fit: task one on a", queued.Reason, StringComparison.Ordinal);

        // The next plan finds it waiting for the same reason: nothing is appended.
        Assert.Empty(Streams(World.State([World.Node("a"), World.Node("c")], [], job.With(queued))));
    }

    [Fact]
    public void Streams_AskedNotToWait_JobIsRefused()
    {
        var job = World.Job(Pinned, JobMode.Stream);
        var strict = job with
        {
            State = job.State with { Demand = job.State.Demand with { WhenInfeasible = WhenInfeasible.Refuse } },
        };

        Assert.IsType<JobRefused>(Assert.Single(Assert.Single(Adopt(strict)).Events));
    }

    [Fact]
    public void Streams_NothingChanges_AppendsNothing()
    {
        var job = World.Job(Single, JobMode.Stream);
        var first = (PlanAdopted)Adopt(job)[0].Events[0];
        var planned = job.With(new JobPlanned(job.State.Job, 1, World.Now));
        var state = World.State([World.Node("a"), World.Node("b")], [], planned) with
        {
            Plan = PlanDecider.Evolve(null, first),
        };

        Assert.Empty(Streams(state));
    }

    [Fact]
    public void Streams_JobLeft_PlanSaysSo()
    {
        var first = (PlanAdopted)Adopt(World.Job(Single, JobMode.Stream))[0].Events[0];
        var state = World.State([World.Node("a")], []) with { Plan = PlanDecider.Evolve(null, first) };

        var adopted = (PlanAdopted)Assert.Single(Streams(state)).Events[0];

        Assert.Equal(["j"], adopted.Departed.Select(job => job.Value));
    }

    private static IReadOnlyList<StreamAppend> Adopt(params ActiveJob[] jobs) =>
        Streams(World.State([World.Node("a"), World.Node("b")], [], jobs));

    private static IReadOnlyList<StreamAppend> Streams(NetworkState state)
    {
        var snapshot = SnapshotBuilder.Build(state, new PlanningOptions());
        var proposal = Refusals.Explain(state, snapshot, Planner.Plan(snapshot, 1));
        return PlanAdoption.Streams(state, proposal, "hash", "why", World.Now);
    }
}
