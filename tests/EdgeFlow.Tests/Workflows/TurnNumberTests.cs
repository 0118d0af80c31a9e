using EdgeFlow.Control.Runs;
using EdgeFlow.Tests.Durable;
using EdgeFlow.Workflows;
using Xunit;

namespace EdgeFlow.Tests.Workflows;

/// <summary>
/// No turn gives its steps the numbers of the turn before, whose activities may still run when it begins.
/// </summary>
public class TurnNumberTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 1)]
    [InlineData(1, WorkflowLimits.StepsOfTurn + 1)]
    [InlineData(2, (2 * WorkflowLimits.StepsOfTurn) + 1)]
    [InlineData(WorkflowLimits.NumberedTurns - 1, 1_073_733_633)]
    [InlineData(WorkflowLimits.NumberedTurns, 1)]
    [InlineData(int.MaxValue - 1, 1_073_725_441)]
    public void Turn_WithThisManyBefore_NumbersItsStepsFrom(int? turns, int first)
    {
        var run = RecordedRun.Of<JobInput, JobOutcome>((context, input) => new JobWorkflow().Run(context, input));

        var begun = run.Begin(new JobInput("j", [], null, turns));

        Assert.Equal(first, Assert.Single(begun.Actions).Id);
    }
}
