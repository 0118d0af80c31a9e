using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.ReadModels;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Nodes;

/// <summary>
/// Gives up nodes whose lease ran out, or whose machine says that nothing listens any more at the address of a silent
/// process. Runs only where the control plane decides.
/// </summary>
public sealed partial class FailureDetector(
    PostgresEventStore store, ControlCommands commands, LeaseTable leases, TelemetryBoard telemetry,
    HeartbeatRelay relay, LeaseOptions options, LeaderOptions leader, TimeProvider time, ILogger<FailureDetector> log)
{
    private bool wasAway;

    /// <summary>Watches until cancelled. Every node starts with a grace, since nobody may have been there to hear
    /// it.</summary>
    public async Task Run(CancellationToken stop)
    {
        await WatchKnown(stop).ConfigureAwait(false);
        using var ticks = new PeriodicTimer(options.Tick, time);
        while (await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            try
            {
                await Tick(stop).ConfigureAwait(false);
            }
            catch (Exception cause) when (IsAway(cause))
            {
                LogAway(cause.Message);
                wasAway = true;
            }
        }
    }

    /// <summary>Follows what happens to nodes, so that the leases match: called with every event while
    /// deciding.</summary>
    public void Observe(RecordedEvent entry)
    {
        switch (entry.Data)
        {
            case NodeRegistered e when !leases.IsWatched(e.Node.Value, e.Incarnation):
                leases.Watch(e.Node.Value, e.Incarnation);
                break;
            case NodeReturned e:
                leases.Returned(e.Node.Value, e.Incarnation);
                break;
            case NodeLost e:
                telemetry.Remove(e.Node.Value);
                leases.Forget(e.Node.Value, left: false);
                break;
            case NodeLeft e:
                telemetry.Remove(e.Node.Value);
                leases.Forget(e.Node.Value, left: true);
                break;
            default:
                break;
        }
    }

    private async Task Tick(CancellationToken stop)
    {
        if (wasAway)
        {
            // While the database was away nobody could be heard through another control plane: everybody gets a grace.
            await WatchKnown(stop).ConfigureAwait(false);
            wasAway = false;
        }

        await relay.Collect(options.Lease * options.MaxStretch, leases, telemetry, stop).ConfigureAwait(false);
        foreach (var silent in leases.Silent())
        {
            await GiveUp(
                silent,
                $"{Silence(silent)}; its lease is {silent.Lease.TotalMilliseconds:F0} ms",
                null, stop).ConfigureAwait(false);
        }

        var suspects = leases.Silent(options.SuspectAfter);
        await Task.WhenAll(suspects.Select(suspect => Probe(suspect, stop))).ConfigureAwait(false);
    }

    private async Task Probe(ExpiredLease suspect, CancellationToken stop)
    {
        var node = await commands.Nodes.Load(suspect.Node, 1, stop).ConfigureAwait(false);
        if (node.State is { } state && state.Incarnation == suspect.Incarnation
            && await AddressProbe.IsRefused(state.Address, options.ProbeLimit, time, stop).ConfigureAwait(false))
        {
            await GiveUp(
                suspect,
                $"{Silence(suspect)}, and nothing listens at {state.Address} any more",
                state.Address, stop).ConfigureAwait(false);
        }
    }

    private async Task GiveUp(ExpiredLease silent, string reason, string? refusedAt, CancellationToken stop)
    {
        var silence = new NodeSilence(
            silent.Silent.TotalMilliseconds, silent.Lease.TotalMilliseconds, options.Heartbeat.TotalMilliseconds,
            refusedAt);
        var lose = new LoseNode(
            new NodeId(silent.Node), silent.Incarnation, silent.LastHeardAt, reason, time.GetUtcNow(), silence);
        var metadata = new EventMetadata(Actor: Actors.ControlPlane(leader));
        var outcome = await commands.Nodes.Execute(lose, metadata, null, stop).ConfigureAwait(false);
        leases.Forget(silent.Node, left: false);
        if (outcome.Changed)
        {
            LogLost(silent.Node, reason);
        }
    }

    private async Task WatchKnown(CancellationToken stop)
    {
        var ids = await PresentIds.Read(store.DataSource, PresentIds.Nodes, stop).ConfigureAwait(false);
        foreach (var (id, version) in ids)
        {
            var node = await commands.Nodes.Load(id, version, stop).ConfigureAwait(false);
            if (node.State is { Status: NodeStatus.Ready or NodeStatus.Draining } state)
            {
                leases.Watch(state.Node.Value, state.Incarnation, options.StartGrace);
            }
        }
    }

    private static string Silence(ExpiredLease silent) => $"no heartbeat for {silent.Silent.TotalMilliseconds:F0} ms";

    private static bool IsAway(Exception cause) =>
        cause is NpgsqlException or TimeoutException or EventStoreUnavailableException;

    [LoggerMessage(LogLevel.Warning, "Node {Node} is lost: {Reason}")]
    private partial void LogLost(string node, string reason);

    [LoggerMessage(LogLevel.Warning, "The failure detector waits for the database: {Cause}")]
    private partial void LogAway(string cause);
}
