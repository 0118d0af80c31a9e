using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Settings;
using EdgeFlow.EventStore.Appending;

namespace EdgeFlow.Control.Settings;

/// <summary>
/// Notes in the history what the control plane that begins to decide was started with, where that is not what stands
/// there: a restart with the same options by the same program adds nothing. Thread safe.
/// </summary>
public sealed class StartNote(
    ControlCommands commands, PlanningOptions planning, LeaseOptions leases, LeaderOptions leader, TimeProvider time)
{
    /// <summary>Writes the note, before anything is decided.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The options cannot be noted.</exception>
    public async Task Write(CancellationToken cancellationToken)
    {
        var note = new NoteStart(StartShape.Of(planning, leases, leader), time.GetUtcNow());
        var outcome = await commands.Start.Execute(
            note, new EventMetadata(Actor: Actors.ControlPlane(leader)), null, cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            throw new InvalidOperationException($"The options cannot be noted: {rejected.Reason}");
        }
    }
}
