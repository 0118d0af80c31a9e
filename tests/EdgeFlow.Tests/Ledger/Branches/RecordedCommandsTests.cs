using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Ledger.World;
using EdgeFlow.Tests.Domain;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Branches;

/// <summary>No event that is ever recorded is left out of branches by mistake.</summary>
public sealed class RecordedCommandsTests
{
    [Fact]
    public void Of_EveryEventOfTheCatalogue_IsACommandOrADecision() => Assert.All(EventExamples.All, change =>
    {
        var command = RecordedCommands.Of(change, WorldState.Empty);
        Assert.Equal(RecordedCommands.IsDecision(change), command is null);
        if (command is not null)
        {
            Assert.Equal(EventTime.Of(change), command.GetType().GetProperty("OccurredAt")!.GetValue(command));
        }
    });

    [Fact]
    public void Of_SubmissionWithAllThatItMaySay_IsDecidedAsTheSameEvent()
    {
        var submitted = EventExamples.All.OfType<JobSubmitted>().First();
        submitted = submitted with
        {
            Rerun = new RerunOf(new("j-0"), []) { Computed = [new ComputedTask(submitted.Tasks[0], "asked")] },
        };

        var command = (JobCommand)RecordedCommands.Of(submitted, WorldState.Empty)!;

        var decided = Assert.Single(CommandScript.EventsOf(JobDecider.Decide(null, command)));
        Assert.Equal(DomainJson.Write(submitted), DomainJson.Write(decided));
    }
}
