using System.Diagnostics;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// A network of the ENTS evaluation with many jobs running under tier 0's plan, on which things happen one after
/// another: each is planned with the memory of those before, adopted, and timed.
/// </summary>
internal sealed class LoadedWorld
{
    // Jobs that come at once while the world is built; each is still placed beside all before it.
    private const int Bulk = 250;

    private readonly EntsWorld _world;
    private readonly PlanMemory _memory = new();
    private int _next;

    /// <summary>Builds a world.</summary>
    /// <param name="nodes">How many nodes.</param>
    /// <param name="jobs">How many jobs.</param>
    /// <param name="objective">What is planned for.</param>
    public LoadedWorld(int nodes, int jobs, Objective objective = Objective.MaxMin)
    {
        _world = new EntsWorld(7, EntsSettings.Light with { Objective = objective });
        Running = _world.Network(nodes);
        while (_next < jobs)
        {
            var coming = Enumerable.Range(0, Math.Min(Bulk, jobs - _next)).Select(_ => NextJob()).ToList();
            Plan(Running with { Jobs = [.. Running.Jobs, .. coming] });
        }
    }

    /// <summary>The jobs and the plans in force.</summary>
    public NetworkSnapshot Running { get; private set; }

    /// <summary>The last proposal.</summary>
    public Proposal Last { get; private set; } = null!;

    /// <summary>One more job.</summary>
    /// <returns>The snapshot in which it has come, to be planned.</returns>
    public NetworkSnapshot Arrival() => Running with { Jobs = [.. Running.Jobs, NextJob()] };

    /// <summary>A job ends, spread over all of them.</summary>
    /// <param name="turn">Which turn it is.</param>
    public NetworkSnapshot Departure(int turn)
    {
        var gone = Running.Jobs[(int)(turn * 7919L % Running.Jobs.Count)].Id;
        return Running with
        {
            Jobs = [.. Running.Jobs.Where(j => j.Id != gone)],
            Current = [.. Running.Current.Where(p => p.Job != gone)],
        };
    }

    /// <summary>A node is lost, with its links.</summary>
    /// <param name="turn">Which turn it is.</param>
    public (NetworkSnapshot Snapshot, NodeId Lost) Failure(int turn)
    {
        var lost = Running.Nodes[(int)(turn * 7919L % Running.Nodes.Count)].Id;
        return (Running with
        {
            Nodes = [.. Running.Nodes.Where(n => n.Id != lost)],
            Links = [.. Running.Links.Where(l => l.A != lost && l.B != lost)],
        }, lost);
    }

    /// <summary>Plans and adopts.</summary>
    /// <returns>Milliseconds of planning.</returns>
    public double Plan(NetworkSnapshot snapshot)
    {
        var time = Try(snapshot);
        Running = snapshot with { Revision = snapshot.Revision + 1, Current = Last.Jobs };
        return time;
    }

    /// <summary>Plans without adopting.</summary>
    /// <returns>Milliseconds of planning.</returns>
    public double Try(NetworkSnapshot snapshot)
    {
        var start = Stopwatch.GetTimestamp();
        Last = EdgeFlow.Planning.Planner.Plan(snapshot, 1, _memory);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    // Numbered with six digits, so that later jobs stand last in the order of ids, as a store gives them.
    private SnapshotJob NextJob() =>
        _world.Job(_next, Running.Nodes) with { Id = new JobId($"job-{_next++:000000}") };
}
