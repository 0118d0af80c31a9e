using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Lifecycles;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Tests.Golden;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>Each lifecycle is one table; its picture is stored, so that a change of it is seen.</summary>
public class LifecycleTests
{
    [Fact]
    public void Table_Job_LooksAsStored() => Snapshot.Match(JobLifecycle.Table.ToMermaid());

    [Fact]
    public void Table_Node_LooksAsStored() => Snapshot.Match(NodeLifecycle.Table.ToMermaid());

    [Fact]
    public void Table_Link_LooksAsStored() => Snapshot.Match(LinkLifecycle.Table.ToMermaid());

    [Fact]
    public void Table_Application_LooksAsStored() => Snapshot.Match(ApplicationLifecycle.Table.ToMermaid());

    [Fact]
    public void Table_Plan_LooksAsStored() => Snapshot.Match(PlanLifecycle.Table.ToMermaid());

    [Fact]
    public void Table_JobEnds_AreThoseThatNothingLeaves() => Assert.All(
        Enum.GetValues<JobStatus>(),
        status => Assert.Equal(JobLifecycle.IsEnd(status), JobLifecycle.Table.IsEnd(status)));

    [Fact]
    public void Table_AmbiguousRow_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Lifecycle<PlanStatus, PlanTrigger>(
        [new(null, PlanTrigger.Adopted, PlanStatus.Adopted), new(null, PlanTrigger.Adopted, (PlanStatus)1)]));

    [Fact]
    public void After_HistoryOutsideTheTable_NamesIt()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => JobLifecycle.Table.After(JobStatus.Failed, JobTrigger.Started, "j-1"));

        Assert.Contains("j-1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Started", error.Message, StringComparison.Ordinal);
    }
}
