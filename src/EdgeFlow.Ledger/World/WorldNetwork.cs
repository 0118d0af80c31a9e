using System.Collections.Immutable;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.World;

/// <summary>A world as the planner is told of it: what <see cref="NetworkReader"/> reads, at any place in time or in a
/// world that never was. Pure.</summary>
public static class WorldNetwork
{
    // As the reader says it: revision 0 before the first plan.
    private static readonly PlanState None = new(
        PlanStatus.Adopted, 0, ImmutableSortedDictionary<JobId, JobPlan>.Empty,
        ImmutableSortedDictionary<JobId, WaitingJob>.Empty);

    /// <summary>Everything that a plan depends on.</summary>
    /// <param name="world">The world.</param>
    /// <exception cref="InvalidDataException">A job runs a version of an application that the world has
    /// not.</exception>
    public static NetworkState Of(WorldState world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return new NetworkState(
            world.Plan ?? None,
            [.. world.Nodes.Values.Select(node => node.State).Where(node => node.Status != NodeStatus.Left)],
            [.. world.Links.Values.Select(link => link.State).Where(link => link.Status != LinkStatus.Removed)],
            [.. world.Jobs.Values.Select(job => Active(world, job))])
        {
            Settings = world.Settings,
            Started = world.Started?.Planning,
        };
    }

    /// <summary>The DAG of a job, with the submission's parameters in its stages.</summary>
    /// <param name="world">The world.</param>
    /// <param name="job">The job.</param>
    /// <exception cref="InvalidDataException">The world has not the version that it runs.</exception>
    public static ActiveJob Active(WorldState world, Versioned<JobState> job)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(job);
        var state = job.State;
        var versions = world.Applications.GetValueOrDefault(state.Application)?.Versions;
        return versions is not null && state.Version >= 1 && state.Version <= versions.Count
            ? new ActiveJob(state, job.Version, ApplicationCatalog.For(versions[state.Version - 1].Spec, state))
            : throw new InvalidDataException(
                $"Job '{state.Job}' runs version {state.Version} of application '{state.Application}', "
                + $"which the world at event {world.Sequence} has not.");
    }
}
