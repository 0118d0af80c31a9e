using EdgeFlow.Domain;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// One branch from its beginning to its end, in memory: recorded events and the branch's own go through the domain's
/// deciders, and plans are made where the record made them and where something that was not recorded asks for one.
/// Deterministic. Used once; not thread-safe.
/// </summary>
internal sealed class BranchRun
{
    private readonly Recording recording;
    private readonly BranchWindow window;
    private readonly BranchSpec spec;
    private readonly BranchPlanner planner;
    private readonly Action<string, IEvent>? watch;
    private readonly BranchWorld world;
    private readonly BranchMeter meter;
    private readonly BranchDecisions decisions;
    private readonly WorkModel model;
    private readonly Agenda agenda = new();
    private readonly HashSet<string> held = new(StringComparer.Ordinal);
    private readonly BranchNotes notes = new();
    private DateTimeOffset? asked;
    private int next;

    private BranchRun(
        Recording recording, BranchWindow window, BranchSpec spec, BranchPlanner planner,
        Action<string, IEvent>? watch)
    {
        (this.recording, this.window, this.spec, this.planner, this.watch) = (recording, window, spec, planner, watch);
        next = Beginning(recording, window, spec);
        var start = recording.WorldAt(next);
        meter = RecordedFigures.Until(recording, window, next);
        world = new BranchWorld(start, Observe);
        model = new WorkModel(recording, world, planner, agenda);
        var isDiverged = !spec.ChangesNothing || spec.ModelsAll;
        var reads = new RecentReads(isDiverged ? [start] : recording.WorldsBefore(next));
        decisions = new BranchDecisions(spec, world, model, planner, notes, start.Plan, reads)
        {
            IsDiverged = isDiverged,
        };
        foreach (var job in start.Jobs.Keys)
        {
            var (frames, rate) = recording.GrantAt(job, recording.TimeOf(next));
            model.Grants.Set(job, frames, rate, recording.TimeOf(next));
        }
    }

    /// <summary>Runs a branch.</summary>
    /// <param name="recording">The history.</param>
    /// <param name="window">Which part of it.</param>
    /// <param name="spec">What is different.</param>
    /// <param name="planner">Plans; of this worker alone.</param>
    /// <param name="watch">Is told every event of the branch; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static BranchOutcome Run(
        Recording recording, BranchWindow window, BranchSpec spec, BranchPlanner planner,
        Action<string, IEvent>? watch = null, CancellationToken cancellationToken = default)
    {
        var run = new BranchRun(recording, window, spec, planner, watch);
        run.Begin();
        while (run.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new BranchOutcome(
            spec.Label, run.meter.Close(window.Until), run.decisions.Plans, run.decisions.Reproduced, run.notes.All);
    }

    // Until its first change a branch is the record, unless another planner decides from the beginning, or nothing
    // changes and the question is whether all comes out the same.
    private static int Beginning(Recording recording, BranchWindow window, BranchSpec spec)
    {
        if (spec.PlansOtherwise || spec.ModelsAll || spec.Commands.Count == 0)
        {
            return window.Start;
        }

        var after = spec.Commands.Min(command => command.After);
        return after == TimeSpan.Zero
            ? window.Start
            : Math.Max(window.Start, recording.PlaceAfter(window.From + after));
    }

    private void Begin()
    {
        foreach (var command in spec.Commands)
        {
            agenda.Add(new CommandDue(window.From + command.After, command));
        }

        if (spec.ModelsAll)
        {
            foreach (var job in world.State.Jobs.Keys)
            {
                model.Take(job, window.From);
            }
        }

        if (spec.PlansOtherwise)
        {
            asked = window.From;
        }
    }

    // What is the branch's own comes before what was recorded for the same moment, plans come after both.
    private bool Step()
    {
        var own = agenda.Next;
        var recorded = next < recording.Count ? recording.Times[next] : (DateTimeOffset?)null;
        if (recorded is null && !model.IsBeyondRecord && window.Until > recording.Last)
        {
            GoBeyond();
            return true;
        }

        if (Earliest(own, recorded, asked) is not { } at || at > window.Until || decisions.IsExhausted)
        {
            return false;
        }

        if (own == at)
        {
            Own(agenda.Take(), at);
        }
        else if (recorded == at)
        {
            Recorded(next++, at);
        }
        else
        {
            asked = null;
            decisions.Plan(at);
        }

        return true;
    }

    private static DateTimeOffset? Earliest(params DateTimeOffset?[] times) => times.Min();

    private void Own(Due due, DateTimeOffset at)
    {
        switch (due)
        {
            case CommandDue change:
                Change(change.Command, at);
                break;
            case EndDue end when model.End(end, at):
                Ask(at);
                break;
            default:
                break;
        }
    }

    private void Change(BranchCommand command, DateTimeOffset at)
    {
        decisions.IsDiverged = true;
        foreach (var (stream, wanted) in BranchChanges.Of(command, world.State, at))
        {
            if (stream is not null)
            {
                held.Add(stream);
            }

            if (world.Execute(wanted, at) is { } rejected)
            {
                notes.Add($"{BranchChanges.Words(command)} changes nothing then: {rejected.Reason}"
                    + (stream is null ? "" : " What was recorded of it later does not happen."));
            }

            if (wanted is SubmitJob submitted && world.State.Jobs.ContainsKey(submitted.Job))
            {
                model.Take(submitted.Job, at);
            }
        }

        Ask(at);
    }

    private void Recorded(int index, DateTimeOffset at)
    {
        var entry = recording.Entries[index];
        if (recording.Points.TryGetValue(index, out var point))
        {
            decisions.Follow(point, at);
            asked = asked <= at ? null : asked;
        }

        if (RecordedCommands.IsDecision(entry.Data) || held.Contains(entry.StreamId)
            || (RecordedCommands.ExecutionOf(entry.Data) is { } job && model.Has(job))
            || RecordedCommands.Of(entry.Data, world.State) is not { } command)
        {
            return;
        }

        var news = decisions.NewsCount;
        world.Execute(command, at);
        decisions.Read();
        if (spec.ModelsAll && command is SubmitJob submitted)
        {
            model.Take(submitted.Job, at);
        }

        if (decisions.IsDiverged && decisions.NewsCount > news && !recording.Answered[index])
        {
            Ask(at);
        }
    }

    // The record is over: what it left running goes on as planned.
    private void GoBeyond()
    {
        var at = window.From > recording.Last ? window.From : recording.Last;
        (model.IsBeyondRecord, decisions.IsDiverged) = (true, true);
        foreach (var (id, job) in world.State.Jobs)
        {
            if (job.State.Status == JobStatus.Cancelling)
            {
                world.Execute(new ConfirmCancel(id, at), at);
            }
            else if (model.Has(id))
            {
                model.Schedule(id, at);
            }
            else
            {
                model.Take(id, at);
            }
        }
    }

    private void Ask(DateTimeOffset at) => asked = asked < at ? asked : at;

    private void Observe(string stream, IEvent change, DateTimeOffset at)
    {
        if (change is PlanAdopted adopted)
        {
            model.Grants.Adopt(adopted, at);
        }

        decisions.Observe(change, at);
        meter.Observe(change, at, world.State, change is PlanAdopted
            ? PriceBook.Of(world.State, planner.Options) : PriceBook.Free);
        watch?.Invoke(stream, change);
    }
}
