using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Settings;
using Planner = EdgeFlow.Protocol.Settings.PlannerSettings;
using Set = EdgeFlow.Domain.Settings.PlannerSettings;

namespace EdgeFlow.Control.Settings;

/// <summary>
/// Tells and changes the settings of the planner while it runs, whoever asks: the HTTP API and configuration stores
/// both come here. A change is an event: all control planes of the database go by it, and plans name it as their cause.
/// Thread safe.
/// </summary>
public sealed class SettingsDesk(
    ControlCommands commands, PlanningOptions started, SettingsBoard board, TimeProvider time)
{
    /// <summary>The settings as they are.</summary>
    public async Task<SettingsView> Read(CancellationToken cancellationToken)
    {
        var known = await Load(cancellationToken).ConfigureAwait(false);
        return View(known.State ?? Set.None, known.Version);
    }

    /// <summary>What was set, and how often.</summary>
    public Task<Folded<Set>> Load(CancellationToken cancellationToken) =>
        commands.Settings.Load(Aggregates.PlannerId, null, cancellationToken);

    /// <summary>Sets the settings, all at once; the same again changes nothing.</summary>
    /// <param name="wanted">What is wanted; what is null is as the control plane was started.</param>
    /// <param name="source">Where it comes from, in words.</param>
    /// <param name="revision">The revision that the caller has seen (If-Match); null for any.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<SettingsView>> Change(
        Planner wanted, string source, long? revision, EventMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var settings = new Set(
            wanted.Policy, wanted.Objective, wanted.MostMoved, wanted.ImproveAfterSeconds, wanted.ImproveWork);
        if (SettingWords.Problems(settings) is { Count: > 0 } errors)
        {
            return Refusal.Of(ProblemKinds.InvalidBody, "set of settings", errors);
        }

        var known = await Load(cancellationToken).ConfigureAwait(false);
        if (revision is not null && known.Version != revision)
        {
            return Refusal.Of(
                ProblemKinds.PreconditionFailed, $"The settings are at revision {known.Version}, not {revision}.");
        }

        var change = new ChangePlannerSettings(settings, source, time.GetUtcNow());
        var outcome = await commands.Settings.Execute(change, metadata, null, cancellationToken).ConfigureAwait(false);
        return outcome.Rejected is { } rejected
            ? Refusal.Of(rejected)
            : View(outcome.State ?? Set.None, outcome.Version);
    }

    private SettingsView View(Set set, long revision)
    {
        var now = started.Under(set);
        return new SettingsView(
            new Planner(
                now.Policy ?? PlanningOptions.UsualPolicy, ObjectiveNames.Of(now.Model.Objective), now.Model.MostMoved,
                now.ImproveAfter?.TotalSeconds ?? 0, now.ImproveWork),
            new Planner(set.Policy, set.Objective, set.MostMoved, set.ImproveAfterSeconds, set.ImproveWork), revision,
            board.Store, board.Problems);
    }
}
