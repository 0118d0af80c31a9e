using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using Xunit;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Domain;

/// <summary>One plan after another, each made from the one before.</summary>
public class PlanDeciderTests
{
    [Fact]
    public void AdoptPlan_FromTheCurrentRevision_IsTheNext()
    {
        var state = Run(null, Adopt(0, [Plan("j-1", 1)]), Adopt(1, [Plan("j-2", 2)]));

        Assert.Equal(2, state.Revision);
        Assert.Equal(["j-1", "j-2"], state.Jobs.Keys.Select(job => job.Value));
        Assert.Equal(1, state.Jobs[new JobId("j-1")].Epoch);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void AdoptPlan_FromAnotherRevision_IsRejected(int parent) => AssertRejected(
        RejectionCodes.StaleParent, Run(null, Adopt(0, [])), Adopt(parent, []));

    [Fact]
    public void AdoptPlan_JobsThatLeaveOrWait_LoseTheirPlace()
    {
        var state = Run(
            null, Adopt(0, [Plan("j-1", 1), Plan("j-2", 1)]),
            Adopt(1, []) with { Departed = [new("j-1")], Waiting = [new(new("j-2"), "/tasks/0", "no node")] });

        Assert.Empty(state.Jobs);
        Assert.Equal("j-2", Assert.Single(state.Waiting).Key.Value);
        Assert.Empty(Run(state, Adopt(2, [Plan("j-2", 3)])).Waiting);
    }

    [Fact]
    public void AdoptPlan_WrongValues_IsRejected() => Assert.All<AdoptPlan>(
        [
            Adopt(0, [Plan("j-1", 2)]),
            Adopt(0, [Plan("j-1", 1), Plan("j-1", 1)]),
            Adopt(0, [Plan("j-1", 1)]) with { Departed = [new("j-1")] },
            Adopt(0, [Plan("j-1", 1) with { Span = new Milliseconds(double.PositiveInfinity) }]),
            Adopt(0, []) with { Made = Made with { Objective = double.NaN } },
        ],
        command => AssertRejected(RejectionCodes.BadValue, null, command));

    [Fact]
    public void Evolve_RevisionOutOfOrder_IsABug()
    {
        var adopted = new PlanAdopted(3, 2, "", [], [], [], Made, Start);

        Assert.Throws<InvalidOperationException>(() => PlanDecider.Evolve(Run(null, Adopt(0, [])), adopted));
    }

    private static PlanDecision Made => new("tier0/1", 1, "hash", 1, null, 1, []);

    private static JobPlan Plan(string job, int epoch) =>
        new(new JobId(job), epoch, [], [], [], new FrameRate(1), new Milliseconds(1));

    private static AdoptPlan Adopt(int parent, IReadOnlyList<JobPlan> jobs) =>
        new(parent, "a job arrived", jobs, [], [], Made, Start);

    private static PlanState Run(PlanState? state, params PlanCommand[] commands) =>
        commands.Aggregate(state, (now, command) =>
            Assert.IsType<Accepted>(PlanDecider.Decide(now, command)).Events.Aggregate(now, PlanDecider.Evolve))!;

    private static void AssertRejected(string code, PlanState? state, PlanCommand command) =>
        Assert.Equal(code, Assert.IsType<Rejected>(PlanDecider.Decide(state, command)).Code);
}
