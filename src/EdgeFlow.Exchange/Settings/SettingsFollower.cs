using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Settings;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Configuration;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore.Appending;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange.Settings;

/// <summary>
/// Keeps the planner's settings as a configuration store has them. It looks when the sidecar says that something
/// changed, and every few seconds besides, so that a word that was lost costs only those. What the sidecar's word says
/// is not used: the store is asked. Several control planes may follow one store: the same settings again change
/// nothing. Thread safe.
/// </summary>
public sealed partial class SettingsFollower(
    DaprConfiguration store, SettingsDesk desk, SettingsBoard board, LeaderOptions leader, TimeProvider time,
    ILogger<SettingsFollower> log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim word = new(0, 1);
    private readonly string source = $"configuration store {store.Store}";
    private bool isSubscribed;

    /// <summary>Something changed: look now. Many calls before the next look are one.</summary>
    /// <param name="name">The store that changed; another than the followed one changes nothing.</param>
    public void Wake(string name)
    {
        if (name != store.Store || word.CurrentCount > 0)
        {
            return;
        }

        try
        {
            word.Release();
        }
        catch (SemaphoreFullException)
        {
            LogTwice(name);
        }
    }

    /// <summary>Follows until told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        board.Follow(store.Store);
        try
        {
            while (true)
            {
                await Look(stop).ConfigureAwait(false);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                await Task.WhenAny(word.WaitAsync(limit.Token), Task.Delay(Pause, time, limit.Token))
                    .ConfigureAwait(false);
                await limit.CancelAsync().ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever serves no longer follows either.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => word.Dispose();

    private async Task Look(CancellationToken stop)
    {
        try
        {
            var values = await store.Read(SettingKeys.All, stop).ConfigureAwait(false);
            await Take(values, stop).ConfigureAwait(false);
            await Subscribe(stop).ConfigureAwait(false);
        }
        catch (DaprException away)
        {
            isSubscribed = false;
            Note([$"the store cannot be read: {away.Message}"]);
        }
        catch (Exception fault) when (Unavailability.Is(fault))
        {
            LogUnavailable(fault.Message);
        }
    }

    // A sidecar that was away has forgotten the subscription. A store that knows none, such as a PostgreSQL without the
    // trigger, is looked at every few seconds all the same.
    private async Task Subscribe(CancellationToken stop)
    {
        if (isSubscribed)
        {
            return;
        }

        try
        {
            await store.Subscribe(SettingKeys.All, stop).ConfigureAwait(false);
            isSubscribed = true;
        }
        catch (DaprException refused)
        {
            LogUnsubscribed(store.Store, refused.Message);
        }
    }

    private async Task Take(IReadOnlyDictionary<string, string> values, CancellationToken stop)
    {
        var before = (await desk.Load(stop).ConfigureAwait(false)).State ?? PlannerSettings.None;
        var (wanted, problems) = SettingKeys.Read(values, before);
        var answer = await desk.Change(
            wanted, source, null, new EventMetadata(Actor: Actors.ControlPlane(leader)), stop).ConfigureAwait(false);
        Note(answer.Refusal is { } refusal ? [.. problems, refusal.Detail] : problems);
    }

    private void Note(IReadOnlyList<string> problems)
    {
        if (board.Note(problems) && problems.Count > 0)
        {
            LogProblems(store.Store, string.Join("; ", problems));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Settings of the configuration store '{Store}': {Problems}.")]
    private partial void LogProblems(string store, string problems);

    [LoggerMessage(LogLevel.Debug, "Settings are looked at again soon: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Debug, "The store '{Store}' sends no word of changes: {Reason}")]
    private partial void LogUnsubscribed(string store, string reason);

    [LoggerMessage(LogLevel.Trace, "The store '{Store}' changed twice before it was looked at.")]
    private partial void LogTwice(string store);
}
