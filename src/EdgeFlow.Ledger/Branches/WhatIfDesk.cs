using System.Globalization;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Replanning;
using EdgeFlow.EventStore;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Ledger.Branches;

/// <summary>What if? Answers with branches of the control plane's own history, which it only reads. Thread
/// safe.</summary>
public sealed class WhatIfDesk(
    PostgresEventStore store, Worlds worlds, PlanningOptions options, KeptBranches kept, TimeProvider time)
    : IDisposable
{
    private readonly HistoryReader history = new(store, worlds);
    private readonly SemaphoreSlim turns = new(BranchLimits.MaxStudies, BranchLimits.MaxStudies);

    /// <summary>Answers a question.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="progress">Is told how many branches are done of how many, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer<WhatIfAnswer>> Ask(
        WhatIfRequest asked, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (asked.Keep is not null && Names.Check("branch", asked.Keep) is { } bad)
        {
            return bad with { Kind = ProblemKinds.InvalidBody };
        }

        if (!await turns.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return Refusal.Of(
                ProblemKinds.Unavailable, "The control plane is answering another what-if; ask again when it is done.");
        }

        try
        {
            using var limit = new CancellationTokenSource(BranchLimits.MaxTime, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            return await Answer(asked, progress, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refusal.Of(
                ProblemKinds.Timeout,
                $"The branches took longer than {BranchLimits.MaxTime.TotalMinutes:0} minutes; ask for fewer.");
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    private async Task<Answer<WhatIfAnswer>> Answer(
        WhatIfRequest asked, Action<int, int>? progress, CancellationToken stop)
    {
        Answer<WhatIfQuestion> read;
        try
        {
            read = await Read(asked, stop).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidDataException)
        {
            return Refusal.Of(ProblemKinds.InvalidBody, wrong.Message);
        }

        if (read.Refusal is { } refusal)
        {
            return refusal;
        }

        var question = read.Value!;
        var answer = await Task.Run(() => Run(question, progress, stop), stop).ConfigureAwait(false);
        return asked.Keep is { } name
            && await kept.Keep(name, asked, answer, time.GetUtcNow(), stop).ConfigureAwait(false) is { } taken
            ? taken : answer;
    }

    private static WhatIfAnswer Run(WhatIfQuestion question, Action<int, int>? progress, CancellationToken stop)
    {
        var (recording, window, specs) = (question.Recording, question.Window, question.Specs);
        var was = BranchStudy.Base(recording, window, stop);
        var outcomes = BranchStudy.Run(
            recording, window, specs, Environment.ProcessorCount, done => progress?.Invoke(done, specs.Count), stop);
        return WhatIfViews.Of(question, was, outcomes);
    }

    private async Task<Answer<WhatIfQuestion>> Read(WhatIfRequest asked, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var last = await worlds.Last(stop).ConfigureAwait(false);
        var (sequence, moment) = await Beginning(asked.From, last, now, stop).ConfigureAwait(false);
        var (world, entries) = await history.Read(sequence, last, stop).ConfigureAwait(false);
        var recording = Recording.Of(world, entries, options);
        var start = asked.From == "now" ? recording.Count
            : moment is { } at ? recording.PlaceAfter(at) : recording.PlaceAfter(sequence);
        var from = moment is { } given && given >= recording.TimeOf(start) ? given : recording.TimeOf(start);
        var window = new BranchWindow(start, from, End(asked, recording, from));
        var beginning = recording.WorldAt(start);
        var specs = WhatIfReader.Read(asked, beginning, recording.WorldAt(recording.Count), from);
        return specs.Refusal is { } refusal
            ? refusal
            : new WhatIfQuestion(recording, window, beginning.Sequence, specs.Value!);
    }

    private async Task<(long Sequence, DateTimeOffset? At)> Beginning(
        string? text, long last, DateTimeOffset now, CancellationToken stop)
    {
        switch (text)
        {
            case null or "0":
                return (0, null);
            case "now":
                return (last, now);
            case { Length: > BranchLimits.MaxText }:
                throw new FormatException("from is too long.");
            default:
                break;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return sequence <= last
                ? (sequence, null)
                : throw new FormatException($"from: the last event is {last}; {sequence} has not happened.");
        }

        var at = WhatIfWords.Time(text) ?? throw new FormatException(
            $"from: '{ChangeText.Shown(text)}' is no time, event number or 'now'.");
        return at <= now
            ? (await worlds.SequenceAt(at, stop).ConfigureAwait(false), at)
            : throw new FormatException(
                "from is in the future; a branch that goes on from the present begins at 'now'.");
    }

    private static DateTimeOffset End(WhatIfRequest asked, Recording recording, DateTimeOffset from)
    {
        var text = asked.Until ?? (asked.From == "now" ? null : "end");
        var until = text switch
        {
            null => from + BranchLimits.UsualAhead,
            "end" => recording.Last > from ? recording.Last : from,
            _ when text.StartsWith('+') => from + ChangeText.After(text),
            _ => WhatIfWords.Time(text) ?? throw new FormatException(
                $"until: '{ChangeText.Shown(text)}' is no time, '+10min' or 'end'."),
        };
        var latest = (recording.Last > from ? recording.Last : from) + BranchLimits.MaxAhead;
        return until >= from && until <= latest
            ? until
            : throw new FormatException("until must be after the beginning, and at most a year after the last event.");
    }
}
