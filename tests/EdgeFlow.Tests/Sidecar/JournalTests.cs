using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Sidecar;

public class JournalTests
{
    [Fact]
    public void TakeRows_ResultAndTurnBetweenCommits_AreOneRow()
    {
        var state = Instances.Started(Instances.Activity(1));
        InstanceEvolver.TakeRows(state);

        Instances.Complete(state, 1);
        Instances.Turn(state, Instances.Activity(2));

        var row = Assert.Single(InstanceEvolver.TakeRows(state));
        Assert.Equal((JournalKind.Turn, 0), (row.Kind, row.Consumed));
    }

    [Fact]
    public void TakeRows_ResultStoredBeforeItsTurn_IsConsumedByIt()
    {
        var state = Instances.Started(Instances.Activity(1));
        InstanceEvolver.TakeRows(state);
        Instances.Complete(state, 1);

        var received = Assert.Single(InstanceEvolver.TakeRows(state));
        Instances.Turn(state, Instances.Activity(2));
        var turn = Assert.Single(InstanceEvolver.TakeRows(state));

        Assert.Equal(JournalKind.Received, received.Kind);
        Assert.Equal((JournalKind.Turn, 1), (turn.Kind, turn.Consumed));
    }

    [Fact]
    public void TakeRows_NothingNew_IsEmpty()
    {
        var state = Instances.Started(Instances.Activity(1));
        InstanceEvolver.TakeRows(state);

        Assert.Empty(InstanceEvolver.TakeRows(state));
    }

    [Fact]
    public void Fold_UnknownKind_IsAnErrorThatNamesIt()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => InstanceEvolver.Fold(Instances.New(), new JournalRow((JournalKind)99, 0, [])));

        Assert.Contains("99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fold_AnyHistoryCommittedAnywhere_GivesTheSameState() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>().Generator.ToArbitrary(),
                steps => Same(Play(steps)))
            .QuickCheckThrowOnFailure();

    /// <summary>Plays random steps and stores at random moments: the state, and what its journal folds to.</summary>
    private static (InstanceState Lived, InstanceState Folded) Play(byte[] steps)
    {
        var state = Instances.New();
        var rows = new List<JournalRow>();
        var nextId = 1;
        foreach (var step in steps)
        {
            switch (step % 8)
            {
                case 0:
                    rows.AddRange(InstanceEvolver.TakeRows(state));
                    break;
                case 1:
                    InstanceEvolver.AppendInbox(state, Instances.Raised($"e{step}"));
                    break;
                case 2 when state.Activities.Count > 0:
                    Instances.Complete(state, state.Activities.Keys.First());
                    break;
                case 3 when state.Timers.Count > 0:
                    var (timerId, fireAt) = state.Timers.First();
                    InstanceEvolver.AppendInbox(state, HistoryEvents.TimerFired(timerId, fireAt, Instances.Now));
                    break;
                case 4:
                    InstanceEvolver.AppendInbox(state, HistoryEvents.Suspended(null, Instances.Now));
                    break;
                case 5:
                    InstanceEvolver.AppendInbox(state, HistoryEvents.Resumed(null, Instances.Now));
                    break;
                case 6 when state.CanTurn(Instances.Now):
                    Instances.Turn(
                        state, Instances.Activity(nextId++), Instances.Timer(nextId++, Instances.Now));
                    break;
                case 7 when step > 200 && state.CanTurn(Instances.Now):
                    Instances.Turn(state, Instances.End(nextId++, OrchestrationStatus.ContinuedAsNew));
                    nextId = 1;
                    break;
                default:
                    break;
            }
        }

        rows.AddRange(InstanceEvolver.TakeRows(state));
        return (state, Instances.Fold(Instances.New(), Rest(rows)));
    }

    /// <summary>The fold begins with an empty inbox, and the store deletes what is before a restart.</summary>
    private static IEnumerable<JournalRow> Rest(List<JournalRow> rows)
    {
        var restart = rows.FindLastIndex(row => row.Kind == JournalKind.Restarted);
        return restart < 0 ? rows : rows.Skip(restart);
    }

    private static bool Same((InstanceState Lived, InstanceState Folded) pair)
    {
        var (lived, folded) = pair;
        // The test's New() puts the start into the inbox; a stored instance has it in its first row.
        var waiting = folded.Inbox.Select(entry => entry.Event).ToList();
        return lived.Status == folded.Status
            && lived.Inbox.Select(entry => entry.Event).SequenceEqual(waiting)
            && Instances.Events(lived).SequenceEqual(Instances.Events(folded))
            && lived.Activities.Keys.SequenceEqual(folded.Activities.Keys)
            && lived.Timers.SequenceEqual(folded.Timers)
            && lived.ActionIds.SetEquals(folded.ActionIds);
    }
}
