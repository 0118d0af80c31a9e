using System.Collections.Immutable;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Tests.Control;

/// <summary>Writes down what a control plane knows, shortly.</summary>
internal static class World
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static NodeState Node(string name, double speed = 10, NodeStatus status = NodeStatus.Ready) => new(
        new NodeId(name), status, $"{name}-1",
        new NodeCapacity(
            new WorkRate(speed), new Bytes(1_000_000_000), "kind", "", new Dictionary<string, string>(),
            new Dictionary<string, string>()),
        $"http://{name}", null, "", ImmutableSortedDictionary<string, StageProfile>.Empty, Now);

    public static NodeState Profiled(this NodeState node, string hash, double medianMs, long bytes) => node with
    {
        Profiles = node.Profiles.SetItem(
            NodeState.ProfileKey(hash, node.Capacity.Kind),
            new StageProfile(hash, node.Capacity.Kind, medianMs, medianMs, bytes)),
    };

    public static LinkState Link(string a, string b, long bits, LinkStatus status = LinkStatus.Up) => new(
        new LinkId($"{a}-{b}"), new NodeId(a), new NodeId(b), status, new BitsPerSecond(bits), new BitsPerSecond(bits),
        new Milliseconds(1), "");

    public static ApplicationSpec Application(string tasks) => ((ManifestAccepted)ManifestReader.Read($$"""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: app }
        spec:
          tasks:
        {{tasks}}
        """)).Spec;

    public static ActiveJob Job(ApplicationSpec application, JobMode mode, long? frames = null, string id = "j")
    {
        var demand = application.Demand with { Mode = mode, Frames = frames };
        var state = JobDecider.Evolve(null, new JobSubmitted(
            new JobId(id), application.Name, 1, demand, new Dictionary<string, string>(), Now)
        {
            Tasks = [.. application.Tasks.Select(task => task.Id)],
        });
        return new ActiveJob(state, 1, application);
    }

    public static ActiveJob With(this ActiveJob job, params IEvent[] events) => job with
    {
        State = events.Aggregate(job.State, (state, next) => JobDecider.Evolve(state, next)),
        Version = job.Version + events.Length,
    };

    public static TaskCompleted Done(string task, string node) => new(
        new JobId("j"), new TaskId(task), 1, 1, new NodeId(node), "hash", 1, 1, Now);

    public static NetworkState State(NodeState[] nodes, LinkState[] links, params ActiveJob[] jobs) =>
        new(null, nodes, links, jobs);
}
