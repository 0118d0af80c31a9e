using System.Globalization;
using System.Text;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Ledger.World;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>
/// A history as a control plane would have written it: a network of the ENTS evaluation, jobs that arrive one after
/// another, each planned by tier 0, and some that are cancelled. Made through the domain's deciders.
/// </summary>
internal sealed class BranchHistory
{
    private const double Gap = 5;
    private const int FirstLeaving = 30;
    private const int LeavingEvery = 4;

    private readonly BranchWorld _world;
    private readonly List<RecordedEvent> _entries = [];
    private readonly WarmPlanner _planner;
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private BranchHistory()
    {
        _world = new BranchWorld(WorldState.Empty, Note);
        _planner = new WarmPlanner(Options);
    }

    private static PlanningOptions Options { get; } = new() { FullMesh = false };

    /// <summary>Makes one.</summary>
    public static Recording Make(int nodes, int jobs)
    {
        var history = new BranchHistory();
        var ents = new EntsWorld(7);
        var network = ents.Network(nodes);
        history.Build(network);
        for (var k = 0; k < jobs; k++)
        {
            history.Arrive(ents.Job(k, network.Nodes));
            if (k >= FirstLeaving && k % LeavingEvery == 0)
            {
                history.Leave(k - FirstLeaving);
            }
        }

        return Recording.Of(history._entries, Options);
    }

    private void Build(NetworkSnapshot network)
    {
        foreach (var node in network.Nodes)
        {
            _world.Execute(new RegisterNode(node.Id, "1", node.Capacity, "http://node:1", false, _now), _now);
        }

        foreach (var link in network.Links)
        {
            _world.Execute(new DeclareLink(link.Id, link.A, link.B, link.Capacity, link.Delay, _now), _now);
        }
    }

    private void Arrive(SnapshotJob job)
    {
        _now = _now.AddSeconds(Gap);
        var manifest = (ManifestAccepted)ManifestReader.Read(Manifest(job));
        _world.Execute(
            new DeclareApplication(manifest.Spec.Name, manifest.Hash, manifest.Json, _now), _now);
        _world.Execute(
            new SubmitJob(
                job.Id, manifest.Spec.Name, 1, manifest.Spec.Demand, [.. manifest.Spec.Tasks.Select(task => task.Id)],
                new Dictionary<string, string>(), _now),
            _now);
        Plan();
        _world.Execute(new StartJob(job.Id, _world.State.Jobs[job.Id].State.Epoch, _now), _now);
    }

    private void Leave(int number)
    {
        _now = _now.AddSeconds(1);
        var job = new JobId(string.Create(CultureInfo.InvariantCulture, $"job-{number:0000}"));
        _world.Execute(new CancelJob(job, "operator", _now), _now);
        _world.Execute(new ConfirmCancel(job, _now), _now);
        Plan();
    }

    private void Plan()
    {
        _now = _now.AddMilliseconds(5);
        var state = _world.Network;
        var snapshot = _planner.Look(state);
        var explained = Refusals.Explain(state, snapshot, _planner.Plan(snapshot));
        _world.Append(
            PlanAdoption.Streams(state, explained, SnapshotCanonical.Hash(snapshot), "a change", _now), _now);
    }

    private static string Manifest(SnapshotJob job)
    {
        var text = new StringBuilder().AppendLine("apiVersion: edgeflow.io/v1").AppendLine("kind: Application")
            .AppendLine(CultureInfo.InvariantCulture, $"metadata: {{ name: app-{job.Id} }}")
            .AppendLine("spec:").AppendLine("  mode: stream").AppendLine("  tasks:");
        foreach (var task in job.Tasks)
        {
            var needs = string.Join(", ", job.Flows.Where(flow => flow.Id.To == task.Id).Select(Need));
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"    - {{ id: {task.Id}, stage: {{ builtin: pass }}, work: {task.Work.Value},"
                + $" memory: {Math.Max(1, task.Memory.Value)}B, needs: [{needs}]{Pinned(task)} }}");
        }

        return text.ToString();
    }

    private static string Need(SnapshotFlow flow) => string.Create(
        CultureInfo.InvariantCulture, $"{{ task: {flow.Id.From}, data: {flow.Data.Value}B }}");

    private static string Pinned(SnapshotTask task) => task.Constraints.Nodes.Count == 0
        ? "" : $", constraints: {{ nodes: [{string.Join(", ", task.Constraints.Nodes)}] }}";

    private void Note(string stream, IEvent change, DateTimeOffset at) => _entries.Add(new RecordedEvent(
        _entries.Count + 1, Guid.Empty, stream, 1, EventCatalog.NameOf(change.GetType()), change, at,
        EventMetadata.None));
}
