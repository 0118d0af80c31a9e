using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Control.Directives;

/// <summary>Says to each node of a stream job's plan what it hosts and what it relays.</summary>
public static class HostDirectives
{
    /// <summary>One directive a node, by node id. Pure.</summary>
    public static IReadOnlyList<(NodeId Node, HostDirective Directive)> Build(PlannedRun run)
    {
        var consumers = run.Application.Tasks
            .SelectMany(task => task.Needs.Select(need => new FlowId(need.Task, task.Id)))
            .ToLookup(flow => flow.From);
        var tasks = run.Application.Tasks.ToLookup(task => run.NodeOf(task.Id), task => Hosted(run, task, consumers));
        var relays = Relays(run).ToLookup(relay => relay.Node, relay => relay.Flow);
        return [.. tasks.Select(group => group.Key).Union(relays.Select(group => group.Key)).Order()
            .Select(node => (node, new HostDirective(
                run.Plan.Job.Value, run.Plan.Epoch, [.. tasks[node]], [.. relays[node]])))];
    }

    private static HostedTask Hosted(PlannedRun run, TaskSpec task, ILookup<TaskId, FlowId> consumers)
    {
        var source = task.Needs.Count == 0;
        var stage = run.StageOf(task);
        return new HostedTask(
            task.Id.Value, stage.Kind, stage.Model, stage.Parameters, StageHash.Of(stage),
            [.. task.Needs.Select(need => new InputFlow(need.Task.Value, run.AddressOf(run.NodeOf(need.Task))))],
            [.. consumers[task.Id].Order().Select(flow => Output(run, flow))],
            source ? run.Demand.Frames : null,
            source ? Pace(run) : 0,
            task.Retry.Attempts, task.Retry.FirstDelay.Value,
            task.Timeout?.Value ?? DirectiveLimits.DefaultTimeoutMs);
    }

    private static OutputFlow Output(PlannedRun run, FlowId flow)
    {
        var nodes = Path(run, flow);
        var next = run.AddressOf(nodes[Math.Min(1, nodes.Count - 1)]);
        var bandwidth = run.Plan.Allocations.FirstOrDefault(allocation => allocation.Flow == flow)?.Bandwidth.Value;
        return new OutputFlow(flow.To.Value, next, nodes.Count == 1 ? 0 : bandwidth ?? 0);
    }

    private static IEnumerable<(NodeId Node, RelayedFlow Flow)> Relays(PlannedRun run) =>
        from route in run.Plan.Routes.OrderBy(route => route.Flow)
        from hop in Enumerable.Range(1, Math.Max(0, route.Nodes.Count - 2))
        select (route.Nodes[hop], new RelayedFlow(
            route.Flow.From.Value, route.Flow.To.Value, run.AddressOf(route.Nodes[hop + 1])));

    private static IReadOnlyList<NodeId> Path(PlannedRun run, FlowId flow) =>
        run.Plan.Routes.FirstOrDefault(route => route.Flow == flow)?.Nodes
        ?? throw new KeyNotFoundException($"Epoch {run.Plan.Epoch} of job {run.Plan.Job} does not route flow {flow}.");

    // A job that wishes a rate is paced to what the plan grants of it. Any other runs as fast as its windows let: its
    // granted rate may rest on defaults for stages that were never profiled, and back-pressure finds the true one.
    private static double Pace(PlannedRun run) => run.Demand.Wished is null ? 0 : run.Plan.Rate.Value;
}
