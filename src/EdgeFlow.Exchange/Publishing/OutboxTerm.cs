using EdgeFlow.Control.Leadership;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.EventStore.Subscriptions;
using EdgeFlow.Protocol.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>
/// Publishing from the last note on, for as long as this process leads. One loop holds all the state; reading, sending
/// and noting run beside it, each bounded.
/// </summary>
internal sealed partial class OutboxTerm(
    PostgresEventStore store, DaprPubSub pubsub, SetAsideStore setAside, OutboxMeter meter, PublishTarget target,
    OutboxLimits limits, TimeProvider time, ILogger log)
{
    private readonly List<Task<Sent>> sending = [];
    private OutboxWindow window = new(0, limits);
    private Task<bool>? reading;
    private Task noting = Task.CompletedTask;
    private long noted;
    private DateTimeOffset notedAt;

    /// <summary>The name of the note of how far a target is.</summary>
    public static string NoteOf(PublishTarget target) => PublishingNotes.Prefix + target;

    /// <summary>Publishes until this process no longer leads.</summary>
    /// <param name="start">Where to begin, the place that was noted.</param>
    /// <param name="leader">Says whether it leads.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Run(long start, Leader leader, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        (window, noted) = (new OutboxWindow(start, limits), start);
        var feed = store.Follow(start, limits.MaxWave, end.Token).GetAsyncEnumerator(end.Token);
        var pulse = Task.CompletedTask;
        try
        {
            while (leader.IsLeading && !stop.IsCancellationRequested)
            {
                reading ??= window.HasRoom ? feed.MoveNextAsync().AsTask() : null;
                Send(end.Token);
                Note(end.Token);
                meter.Note(window);
                pulse = pulse.IsCompleted ? Task.Delay(limits.Pulse, time, end.Token) : pulse;
                await Task.WhenAny([pulse, .. sending, .. reading is null ? [] : (Task[])[reading]])
                    .ConfigureAwait(false);
                await Read(feed, end.Token).ConfigureAwait(false);
                await Answered(end.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([pulse, noting, .. sending, .. reading is null ? [] : (Task[])[reading]])
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await feed.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task Read(IAsyncEnumerator<IReadOnlyList<RecordedEvent>> feed, CancellationToken cancel)
    {
        if (reading is not { IsCompleted: true })
        {
            return;
        }

        await reading.ConfigureAwait(false);
        reading = null;
        foreach (var entry in feed.Current)
        {
            await Add(entry, cancel).ConfigureAwait(false);
        }
    }

    private async Task Add(RecordedEvent entry, CancellationToken cancel)
    {
        if (entry.Data is UnknownEvent)
        {
            await NoteAside(entry, "This version does not know the event.", cancel).ConfigureAwait(false);
            window.Advance(entry.Sequence);
            return;
        }

        try
        {
            if (CloudEventWriter.Write(entry) is { } message)
            {
                window.Add(new OutboxEntry(entry.Sequence, entry.Timestamp, message));
                return;
            }
        }
        catch (ArgumentException unfit)
        {
            // A number or text that JSON cannot hold: it must not stop what comes after it.
            await NoteAside(entry, unfit.Message, cancel).ConfigureAwait(false);
        }

        window.Advance(entry.Sequence);
    }

    private void Send(CancellationToken cancel)
    {
        while (sending.Count < limits.Senders && window.TryTake(time.GetUtcNow(), out var wave))
        {
            sending.Add(wave.Count == 1 && window.NeedsProof(wave[0])
                ? AskAndPublish(wave, cancel)
                : Publish(wave, cancel));
        }
    }

    // The broker is asked first: where it does not take the question either, the event is not to blame.
    private async Task<Sent> AskAndPublish(IReadOnlyList<OutboxEntry> wave, CancellationToken cancel)
    {
        var question = OutboxQuestion.About(Guid.CreateVersion7(), wave[0].Message, time.GetUtcNow());
        try
        {
            await pubsub.Publish(target.Component, target.Topic, question, cancel).ConfigureAwait(false);
        }
        catch (DaprException away)
        {
            return new Sent(wave, [new FailedMessage(0, away.Message)]);
        }

        return await Publish(wave, cancel).ConfigureAwait(false) with { IsProven = true };
    }

    private async Task<Sent> Publish(IReadOnlyList<OutboxEntry> wave, CancellationToken cancel)
    {
        var messages = wave.Select(entry => new TopicMessage(
            entry.Message.Json, CloudEvent.ContentType, entry.Message.Subject)).ToList();
        try
        {
            if (messages.Count == 1)
            {
                await pubsub.Publish(target.Component, target.Topic, messages[0], cancel).ConfigureAwait(false);
                return new Sent(wave, []);
            }

            return new Sent(
                wave,
                await pubsub.PublishBulk(target.Component, target.Topic, messages, cancel).ConfigureAwait(false));
        }
        catch (DaprException refused)
        {
            return new Sent(wave, [.. wave.Select((_, index) => new FailedMessage(index, refused.Message))]);
        }
    }

    private async Task Answered(CancellationToken cancel)
    {
        foreach (var task in sending.Where(task => task.IsCompleted).ToList())
        {
            sending.Remove(task);
            await Take(await task.ConfigureAwait(false), cancel).ConfigureAwait(false);
        }
    }

    private async Task Take(Sent sent, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var errors = sent.Failed.ToLookup(failure => failure.Index, failure => failure.Error);
        if (errors.Count > 0)
        {
            meter.Failed(errors.Count, sent.Failed[0].Error);
        }

        if (sent.IsProven)
        {
            window.Proven();
        }

        if (errors.Count == sent.Wave.Count)
        {
            window.Returned(sent.Wave, now);
        }

        for (var index = 0; index < sent.Wave.Count; index++)
        {
            var entry = sent.Wave[index];
            if (!errors.Contains(index))
            {
                window.Done(entry);
                meter.Published(now - entry.StoredAt);
            }
            else if (errors.Count < sent.Wave.Count)
            {
                window.Failed(entry, now);
            }

            if (window.IsGivenUp(entry))
            {
                await GiveUp(entry, errors[index].First(), cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task GiveUp(OutboxEntry entry, string reason, CancellationToken cancel)
    {
        await setAside.Add(
            new SetAsideEvent(
                entry.Sequence, entry.Message.Id, entry.Message.Type, entry.Message.Subject, target.ToString(),
                entry.Failures, reason, default), cancel).ConfigureAwait(false);
        window.SetAside(entry);
        LogSetAside(entry.Message.Id, entry.Sequence, target.ToString(), entry.Failures, reason);
    }

    private Task NoteAside(RecordedEvent entry, string reason, CancellationToken cancel) => setAside.Add(
        new SetAsideEvent(
            entry.Sequence, CloudEventWriter.Id(entry.StreamId, entry.Version), entry.EventType, entry.StreamId,
            target.ToString(), 0, reason, default), cancel);

    // A note that fails ends the term: what was published since the last one is published again, with the same ids.
    private void Note(CancellationToken cancel)
    {
        if (noting.IsFaulted)
        {
            noting.GetAwaiter().GetResult();
        }

        if (noting.IsCompleted && window.Position > noted && time.GetUtcNow() - notedAt >= limits.NoteEvery)
        {
            (noted, notedAt) = (window.Position, time.GetUtcNow());
            noting = store.SaveCheckpoint(NoteOf(target), noted, cancel);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The event {Id} ({Sequence}) is set aside: {Target} refused it {Attempts} times "
        + "while it took others. The last reason: {Reason}")]
    private partial void LogSetAside(string id, long sequence, string target, int attempts, string reason);

    private sealed record Sent(
        IReadOnlyList<OutboxEntry> Wave, IReadOnlyList<FailedMessage> Failed, bool IsProven = false);
}
