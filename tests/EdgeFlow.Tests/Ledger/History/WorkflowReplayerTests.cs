using System.Runtime.CompilerServices;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Tests.Durable;
using EdgeFlow.Workflows;
using Xunit;

namespace EdgeFlow.Tests.Ledger.History;

/// <summary>Today's code of workflows over recorded histories.</summary>
public sealed class WorkflowReplayerTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Folder(), "*.jsonl").Select(file => Path.GetFileName(file)).Order()];

    /// <summary>Histories that were recorded by earlier versions: an instance of each must be able to go on.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Replay_StoredHistory_TodaysCodeDoesTheSame(string sample)
    {
        var history = HistoryText.Read(File.ReadAllText(Path.Combine(Folder(), sample)));

        var verdict = TodaysWorkflows.Replayer().Replay("sample", history);

        verdict.EnsureSame();
        Assert.True(verdict.Steps > 0, $"{sample} has no step: it shows nothing.");
    }

    /// <summary>Every beginning of a stored history that ends with a turn is a history, too.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Replay_EachBeginningOfAStoredHistory_TodaysCodeDoesTheSame(string sample)
    {
        var history = HistoryText.Read(File.ReadAllText(Path.Combine(Folder(), sample)));
        var turns = Enumerable.Range(1, history.Count - 1).Where(at => history[at].WorkflowStarted is not null);

        Assert.All(turns, at => TodaysWorkflows.Replayer().Replay("sample", [.. history.Take(at)]).EnsureSame());
    }

    [Fact]
    public void Replay_ChangedCode_NamesTheStepAndBothSides()
    {
        var verdict = Replayer<Changed>().Replay("job-1", Recorded());

        Assert.Equal(new ReplayDifference(2, "activity 'second'", "activity 'third'"), verdict.Difference);
        Assert.Equal(1, verdict.Steps);
        var error = Assert.Throws<NonDeterminismException>(verdict.EnsureSame);
        Assert.Contains("expected activity 'second', actual activity 'third'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_SameCode_IsTheSame()
    {
        var verdict = Replayer<Original>().Replay("job-1", Recorded());

        Assert.Null(verdict.Difference);
        Assert.Empty(verdict.Inputs);
        Assert.Equal(("test", 2), (verdict.Workflow, verdict.Steps));
    }

    [Fact]
    public void Replay_CodeEndsEarlier_SaysWhatItDoesNotAskForAnyMore() => Assert.Equal(
        new ReplayDifference(2, "activity 'second'", "no further step (the code asked for 1)"),
        Replayer<Shorter>().Replay("job-1", Recorded()).Difference);

    [Fact]
    public void Replay_CodeGoesOn_SaysWhatItAsksForBeyondTheHistory() => Assert.Equal(
        new ReplayDifference(3, "nothing more", "activity 'third'"),
        Replayer<Longer>().Replay("job-1", Recorded()).Difference);

    [Fact]
    public void Replay_OtherResult_SaysBoth() => Assert.Equal(
        new ReplayDifference(0, "Completed with 2", "Completed with 5"),
        Replayer<OtherResult>().Replay("job-1", Recorded()).Difference);

    [Fact]
    public void Replay_OtherInput_IsToldAndCanGoOn()
    {
        var verdict = Replayer<OtherInput>().Replay("job-1", Recorded());

        Assert.True(verdict.IsSame);
        Assert.Equal(
            new ReplayDifference(1, "activity 'first' 7", "activity 'first' 8"), Assert.Single(verdict.Inputs));
    }

    [Fact]
    public void Replay_UnknownWorkflowOrNoHistory_SaysSo()
    {
        Assert.Contains("'test'", Assert.Throws<InvalidDataException>(
            () => new WorkflowReplayer().Replay("job-1", Recorded())).Message, StringComparison.Ordinal);
        Assert.Contains("no start", Assert.Throws<InvalidDataException>(
            () => Replayer<Original>().Replay("job-1", [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}\n{\"eventId\": }")]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    public void Read_BrokenText_NamesTheLine(string text) => Assert.StartsWith(
        "Line ", Assert.Throws<InvalidDataException>(() => HistoryText.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() =>
        Assert.Equal(Recorded(), HistoryText.Read(HistoryText.Write(Recorded())));

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "Workflows", "Histories");

    private static WorkflowReplayer Replayer<T>()
        where T : Workflow<int, int>, new() =>
        new WorkflowReplayer().AddWorkflow<T, int, int>("test", () => new T());

    // What a sidecar keeps of Original(7), whose activities answer 1 and 2.
    private static IReadOnlyList<HistoryEvent> Recorded()
    {
        var run = RecordedRun.Of<int, int>((context, input) => new Original().Run(context, input));
        run.Begin(7);
        run.Turn(run.Done(1, 1));
        run.Turn(run.Done(2, 2));
        var history = run.History.Select(entry => entry.Clone()).ToList();
        foreach (var first in history.Where(entry => entry.TaskScheduled?.Name == "first"))
        {
            first.TaskScheduled.Input = "7";
        }

        history.Add(new HistoryEvent
        {
            EventId = 3,
            ExecutionCompleted = new ExecutionCompletedEvent
            {
                WorkflowStatus = OrchestrationStatus.Completed, Result = run.End!.Result,
            },
        });
        return history;
    }

    private sealed class Original : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            await context.CallActivity<int>("first", input);
            return await context.CallActivity<int>("second");
        }
    }

    private sealed class Changed : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            await context.CallActivity<int>("first", input);
            return await context.CallActivity<int>("third");
        }
    }

    private sealed class Shorter : Workflow<int, int>
    {
        public override Task<int> Run(WorkflowContext context, int input) =>
            context.CallActivity<int>("first", input);
    }

    private sealed class Longer : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            await context.CallActivity<int>("first", input);
            await context.CallActivity<int>("second");
            return await context.CallActivity<int>("third");
        }
    }

    private sealed class OtherResult : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            await context.CallActivity<int>("first", input);
            await context.CallActivity<int>("second");
            return 5;
        }
    }

    private sealed class OtherInput : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            await context.CallActivity<int>("first", input + 1);
            return await context.CallActivity<int>("second");
        }
    }
}
