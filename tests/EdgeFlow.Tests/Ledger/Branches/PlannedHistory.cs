using System.Globalization;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Settings;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Ledger.World;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Ledger.Branches;

/// <summary>
/// A history as a control plane writes it: the real deciders, the real planner, which reads, takes its time while more
/// happens, and adopts, or reads again when somebody was faster. Each turn is made of one number. Equal numbers give
/// equal histories.
/// </summary>
internal sealed class PlannedHistory
{
    private static readonly ManifestAccepted App = (ManifestAccepted)ManifestReader.Read("""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: app }
        spec:
          tasks:
            - { id: a, stage: { builtin: numbers }, work: 2, memory: 100MB }
            - { id: b, stage: { builtin: pass }, needs: [ { task: a, data: 100kB } ], work: 1, memory: 100MB }
        """);

    private readonly BranchWorld world;
    private readonly bool restarts;
    private readonly List<JobId> jobs = [];
    private NetworkState? read;
    private PlanningOptions started = Options;

    /// <param name="restarts">Whether the control plane is started anew with other options now and then.</param>
    public PlannedHistory(bool restarts = false)
    {
        this.restarts = restarts;
        world = new BranchWorld(WorldState.Empty, Note);
        Execute(new DeclareApplication(App.Spec.Name, App.Hash, App.Json, Now));
    }

    public static PlanningOptions Options { get; } = new();

    public DateTimeOffset Now { get; private set; } = Start;

    public List<RecordedEvent> Events { get; } = [];

    public Recording Recording => Recording.Of(Events, Options);

    public static PlannedHistory Of(params int[] seeds) => Of(false, seeds);

    public static PlannedHistory Of(bool restarts, params int[] seeds)
    {
        var history = new PlannedHistory(restarts);
        foreach (var seed in seeds)
        {
            history.Turn(seed);
        }

        return history;
    }

    /// <summary>One thing that happens.</summary>
    public void Turn(int seed)
    {
        if (restarts && seed % 5 == 0)
        {
            Restart(seed / 5);
        }

        Pass(Take(ref seed, 4) == 0 ? 0.001 : 0.4 + Take(ref seed, 9));
        switch (Take(ref seed, 16))
        {
            case < 3:
                Node(Take(ref seed, 4), Take(ref seed, 8));
                break;
            case 3:
                Link(Take(ref seed, 3), Take(ref seed, 5));
                break;
            case < 6:
                Submit(Take(ref seed, 2) == 0 ? JobMode.Stream : JobMode.Batch, Take(ref seed, 3));
                break;
            case < 8:
                Report(seed);
                break;
            case 8:
                Cancel(seed);
                break;
            case < 12:
                Read();
                break;
            default:
                Adopt();
                break;
        }
    }

    public void Pass(double seconds) => Now = Now.AddSeconds(seconds);

    public void Register(string name, double speed = 10, double? price = null) => Execute(new RegisterNode(
        new NodeId(name), $"{name}-1",
        new NodeCapacity(
            new WorkRate(speed), new Bytes(500_000_000), "kind", "", new Dictionary<string, string>(),
            new Dictionary<string, string>(), PricePerHour: price),
        $"http://{name}:1", false, Now));

    public JobId Submit(JobMode mode, int choice = 0, long? frames = null)
    {
        var id = new JobId(string.Create(CultureInfo.InvariantCulture, $"j{jobs.Count + 1:00}"));
        var refuse = choice == 2 ? WhenInfeasible.Refuse : WhenInfeasible.Wait;
        var demand = App.Spec.Demand with
        {
            Mode = mode, Frames = frames ?? (mode == JobMode.Batch ? 50 : null), WhenInfeasible = refuse,
            Required = choice == 1 && mode == JobMode.Stream ? new FrameRate(2) : null,
        };
        Execute(new SubmitJob(
            id, App.Spec.Name, 1, demand, [new("a"), new("b")], new Dictionary<string, string>(), Now));
        jobs.Add(id);
        return id;
    }

    public bool Execute(object command) => world.Execute(command, Now) is null;

    /// <summary>Reads and adopts without a pause.</summary>
    public void Plan()
    {
        Read();
        Adopt();
    }

    /// <summary>Lets every task that a batch job has left end.</summary>
    public void Finish(JobId job)
    {
        var state = world.State.Jobs[job].State;
        Execute(new StartJob(job, state.Epoch, Now));
        foreach (var task in state.Missing().ToList())
        {
            Complete(job, task);
        }

        Execute(new CompleteJob(job, state.Epoch, state.Demand.Frames ?? 0, 0, Now));
    }

    private void Complete(JobId job, TaskId task)
    {
        var state = world.State.Jobs[job].State;
        if (world.State.Plan?.Jobs.GetValueOrDefault(job)?.Placements.FirstOrDefault(p => p.Task == task) is { } at)
        {
            Execute(new CompleteTask(
                job, task, state.ProgressOf(task).LastAttempt + 1, state.Epoch, at.Node, $"out-{task}", 10, 1, Now));
        }
    }

    private void Node(int number, int choice)
    {
        var name = $"n{number}";
        var id = new NodeId(name);
        var incarnation = world.State.Nodes.GetValueOrDefault(id)?.State.Incarnation ?? "";
        switch (choice)
        {
            case 0:
                Execute(new LoseNode(id, incarnation, Now, "silent", Now));
                break;
            case 1:
                Execute(new HearNode(id, incarnation, Now));
                break;
            case 2:
                Execute(new DrainNode(id, "as told", Now));
                break;
            case 3:
                Execute(new RecordProfile(id, "hash", "kind", 5 + number, 9, 100, Now));
                break;
            default:
                Register(name, 5 + number, number == 0 ? 2 : null);
                break;
        }
    }

    private void Link(int number, int choice)
    {
        var link = new LinkId($"l{number}");
        var capacity = new BitsPerSecond(1_000_000L * (1 + choice));
        Execute(choice switch
        {
            0 => new RemoveLink(link, Now),
            1 => new DegradeLink(link, new BitsPerSecond(500_000), "slow", Now),
            2 => new RestoreLink(link, Now),
            _ => new DeclareLink(
                link, new NodeId($"n{number}"), new NodeId($"n{number + 1}"), capacity, new Milliseconds(1), Now),
        });
    }

    private void Report(int seed)
    {
        if (jobs.Count == 0 || world.State.Jobs.GetValueOrDefault(jobs[Take(ref seed, jobs.Count)]) is not { } job
            || job.State.Epoch == 0)
        {
            return;
        }

        var (id, state) = (job.State.Job, job.State);
        Execute(new StartJob(id, state.Epoch, Now));
        switch (Take(ref seed, 6))
        {
            case 0:
                Execute(new FailTask(
                    id, new TaskId("a"), state.ProgressOf(new TaskId("a")).LastAttempt + 1, state.Epoch,
                    new NodeId("n0"), "Bug", "it broke", Now));
                break;
            case 1:
                Execute(new FailJob(id, state.Epoch, "Bug", "it broke", Now));
                break;
            case 2 when state.Demand.Mode == JobMode.Batch:
                Complete(id, new TaskId("a"));
                break;
            default:
                Finish(id);
                break;
        }
    }

    private void Cancel(int seed)
    {
        if (jobs.Count > 0)
        {
            var job = jobs[Take(ref seed, jobs.Count)];
            Execute(new CancelJob(job, "anna", Now));
            Pass(0.2);
            Execute(new ConfirmCancel(job, Now));
        }
    }

    // Notes its options before it decides, and reads anew.
    private void Restart(int seed)
    {
        started = Options with
        {
            Policy = Take(ref seed, 4) == 0 ? "heft" : null,
            Seed = (ulong)Take(ref seed, 3),
            Model = new SnapshotOptions(
                (ComputeModel)Take(ref seed, 2), (DuplexModel)Take(ref seed, 2), (Objective)Take(ref seed, 3),
                Take(ref seed, 2) == 0 ? 0.5 : 0),
            FullMesh = Take(ref seed, 4) > 0,
            MeshBitsPerSecond = 10_000_000,
        };
        read = null;
        Execute(new NoteStart(StartShape.Of(started, new LeaseOptions(), new LeaderOptions { Holder = "one" }), Now));
    }

    private void Read()
    {
        foreach (var reopen in LostOutputs.Commands(world.Network, Now).ToList())
        {
            Execute(reopen);
        }

        read = Network;
    }

    private void Adopt()
    {
        var state = read ?? Network;
        var snapshot = SnapshotBuilder.Build(state, started);
        var planned = started.Policy is { } policy
            ? Planner.Plan(snapshot, started.Seed, PolicyCatalog.Find(policy)!.Make())
            : Planner.Plan(snapshot, started.Seed);
        var proposal = Refusals.Explain(state, snapshot, planned);
        Pass(0.01);
        var streams = PlanAdoption.Streams(state, proposal, SnapshotCanonical.Hash(snapshot), "something", Now);
        if (!world.Append(streams, Now))
        {
            Read();
            Adopt();
        }

        read = null;
    }

    // A control plane goes by its own options, not by those that stand in the history.
    private NetworkState Network => world.Network with { Started = null };

    private void Note(string stream, IEvent change, DateTimeOffset at) => Events.Add(new RecordedEvent(
        Events.Count + 1, Guid.Empty, stream, 1, EventCatalog.NameOf(change.GetType()), change, at,
        new EdgeFlow.EventStore.Appending.EventMetadata()));
}
