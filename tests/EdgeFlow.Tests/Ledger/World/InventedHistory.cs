using System.Globalization;
using EdgeFlow.Control.Commands;
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
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Tests.Ledger.World;

/// <summary>
/// A history that the real deciders made of random commands, each out of one number: applications, jobs of them, nodes,
/// links, plans. What a decider refuses leaves no event. Equal numbers give equal histories.
/// </summary>
internal sealed class InventedHistory(int nodes = 4, int links = 3, int activeJobs = 6)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, (object? State, long Version)> streams = new(StringComparer.Ordinal);
    private readonly List<JobId> active = [];
    private int submitted;
    private long last;
    private long turn;

    /// <summary>What happened so far, in order; gaps in the sequence are as they would be.</summary>
    public List<RecordedEvent> Events { get; } = [];

    /// <summary>A history of so many turns, made from a seed.</summary>
    public static InventedHistory Of(int seed, int turns, int nodes = 4, int links = 3, int activeJobs = 6)
    {
        var history = new InventedHistory(nodes, links, activeJobs);
        var random = new Random(seed);
        for (var k = 0; k < turns; k++)
        {
            history.Turn(random.Next());
        }

        return history;
    }

    /// <summary>One command out of a number.</summary>
    public void Turn(int seed)
    {
        turn++;
        switch (Take(ref seed, 20))
        {
            case < 1:
                Declare(seed);
                break;
            case < 4:
                Submit(seed);
                break;
            case 4 when seed % 3 == 0:
                Execute(Aggregates.Start, Started(seed));
                break;
            case 4 when seed % 3 == 1:
                Execute(Aggregates.Settings, new ChangePlannerSettings(
                    new PlannerSettings(MostMoved: seed % 5 / 4d), "the test", Now));
                break;
            case < 6:
                Execute(Aggregates.Node, NodeCommand(seed));
                break;
            case < 7:
                Execute(Aggregates.Link, LinkCommand(seed));
                break;
            case < 10:
                Adopt(seed);
                break;
            default:
                Report(seed);
                break;
        }
    }

    private DateTimeOffset Now => Start.AddMilliseconds(turn * 100);

    private static int Take(ref int seed, int choices)
    {
        var choice = seed % choices;
        seed /= choices;
        return choice;
    }

    private void Declare(int seed)
    {
        var name = $"app-{Take(ref seed, 2)}";
        var read = (ManifestAccepted)ManifestReader.Read($$"""
            apiVersion: edgeflow.io/v1
            kind: Application
            metadata: { name: {{name}} }
            spec:
              tasks:
                - { id: a, stage: { builtin: numbers }, work: {{1 + Take(ref seed, 3)}}, memory: 1MB }
                - { id: b, stage: { builtin: pass }, needs: [a], memory: 1MB }
            """);
        Execute(Aggregates.Application, new DeclareApplication(read.Spec.Name, read.Hash, read.Json, Now));
    }

    private void Submit(int seed)
    {
        var application = new ApplicationName($"app-{Take(ref seed, 2)}");
        if (active.Count >= activeJobs || StateOf<ApplicationState>("application", application.Value) is not { } known)
        {
            return;
        }

        var demand = new JobDemand(
            Take(ref seed, 2) == 0 ? JobMode.Batch : JobMode.Stream, null, null, null, Take(ref seed, 100), 10,
            Take(ref seed, 4) == 0 ? WhenInfeasible.Refuse : WhenInfeasible.Wait);
        var parameters = Take(ref seed, 3) == 0
            ? new Dictionary<string, string> { ["a"] = """{"size":2}""" } : [];
        var id = new JobId(string.Create(CultureInfo.InvariantCulture, $"j{++submitted}"));
        Execute(Aggregates.Job, new SubmitJob(
            id, application, 1 + Take(ref seed, known.Version), demand, [new("a"), new("b")], parameters, Now));
        active.Add(id);
    }

    private NodeCommand NodeCommand(int seed)
    {
        var node = new NodeId($"n{Take(ref seed, nodes)}");
        var process = $"{node}-{Take(ref seed, 2)}";
        var speed = 1 + Take(ref seed, 3);
        return Take(ref seed, 8) switch
        {
            0 => new LoseNode(node, StateOf<NodeState>("node", node.Value)?.Incarnation ?? "", Now, "silent", Now),
            1 => new HearNode(node, process, Now),
            2 => new DrainNode(node, "as told", Now),
            3 => new LeaveNode(node, process, Now),
            4 => new RecordProfile(node, $"hash-{speed}", "kind", speed, speed * 2, 100, Now),
            _ => new RegisterNode(
                node, process,
                new NodeCapacity(
                    new WorkRate(speed), new Bytes(1_000_000_000), "kind", "", new Dictionary<string, string>(),
                    new Dictionary<string, string>()),
                $"http://{node}:{speed}", false, Now),
        };
    }

    private NoteStart Started(int seed) => new(
        StartShape.Of(
            new PlanningOptions { Seed = (ulong)(seed % 4) }, new LeaseOptions(),
            new LeaderOptions { Holder = "one" }) with
        {
            Program = "the test", Policies = ["tier0/1", $"tier1/{seed % 2}"],
        },
        Now);

    private LinkCommand LinkCommand(int seed)
    {
        var k = Take(ref seed, links);
        var link = new LinkId($"l{k}");
        var capacity = new BitsPerSecond(1_000_000 * (1 + Take(ref seed, 3)));
        return Take(ref seed, 5) switch
        {
            0 => new DegradeLink(link, capacity, "measured", Now),
            1 => new RestoreLink(link, Now),
            2 => new RemoveLink(link, Now),
            _ => new DeclareLink(
                link, new NodeId($"n{k % nodes}"), new NodeId($"n{(k + 1) % nodes}"), capacity, new Milliseconds(1),
                Now),
        };
    }

    private void Report(int seed)
    {
        if (active.Count == 0)
        {
            return;
        }

        var job = active[Take(ref seed, active.Count)];
        var state = StateOf<JobState>("job", job.Value)!;
        var epoch = Take(ref seed, 8) == 0 ? state.Epoch - 1 : state.Epoch;
        var task = new TaskId(Take(ref seed, 2) == 0 ? "a" : "b");
        var node = new NodeId($"n{Take(ref seed, nodes)}");
        var attempt = state.ProgressOf(task).LastAttempt + 1;
        Execute(Aggregates.Job, Take(ref seed, 16) switch
        {
            < 4 => new StartJob(job, epoch, Now),
            < 9 => new CompleteTask(job, task, attempt, epoch, node, $"out-{task}", 10, 1, Now),
            < 11 => new FailTask(job, task, attempt, epoch, node, "BadInput", "bad", Now),
            11 => new ReopenTask(job, task, epoch, "node lost", Now),
            12 => new FailJob(job, epoch, "Bug", "it broke", Now),
            13 => new CancelJob(job, "anna", Now),
            14 => new ConfirmCancel(job, Now),
            _ => new CompleteJob(job, epoch, 3, 3, Now),
        });
        Forget(job);
    }

    private void Adopt(int seed)
    {
        var (plan, parent) = (StateOf<PlanState>("plan"), (int)VersionOf(PlanAdoption.Stream));
        var open = active.Where(job => StateOf<JobState>("job", job.Value)!.Status != JobStatus.Cancelling).ToList();
        var placed = new List<JobId>();
        var waiting = new List<WaitingJob>();
        foreach (var job in open)
        {
            switch (Take(ref seed, 4))
            {
                case 0:
                    waiting.Add(new WaitingJob(job, "/spec/tasks/0", $"no room at {parent}"));
                    break;
                case 1:
                    placed.Add(job);
                    break;
                default:
                    break;
            }
        }

        var departed = (plan?.Jobs.Keys ?? []).Where(job => !active.Contains(job)).ToList();
        var made = new PlanDecision("invented/1", 1, "none", 1, null, 1, []);
        var adopt = new AdoptPlan(
            parent, $"turn {turn}", [.. placed.Select(job => Plan(job, parent + 1, seed))], departed, waiting, made,
            Now);
        Append<PlanState>(PlanAdoption.Stream, PlanDecider.Decide(plan, adopt), PlanDecider.Evolve);
        placed.ForEach(job => Execute(Aggregates.Job, new PlanJob(job, parent + 1, Now)));
        foreach (var job in waiting)
        {
            Execute(Aggregates.Job, new HoldJob(job.Job, job.Pointer, job.Reason, Now));
            Forget(job.Job);
        }
    }

    private JobPlan Plan(JobId job, int epoch, int seed)
    {
        var (a, b) = (new NodeId($"n{seed % nodes}"), new NodeId($"n{seed / 2 % nodes}"));
        var flow = new FlowId(new TaskId("a"), new TaskId("b"));
        return new JobPlan(
            job, epoch, [new Placement(flow.From, a), new Placement(flow.To, b)],
            [new Route(flow, [a, b], [new("l0")])],
            [new Allocation(flow, new BitsPerSecond(1_000))], new FrameRate(1 + (seed % 7)), new Milliseconds(20));
    }

    private void Forget(JobId job)
    {
        if (StateOf<JobState>("job", job.Value)!.IsEnded)
        {
            active.Remove(job);
        }
    }

    private void Execute<TState, TCommand>(Aggregate<TState, TCommand> aggregate, TCommand command)
        where TState : class
    {
        var stream = aggregate.StreamOf(aggregate.IdOf(command));
        var state = (TState?)streams.GetValueOrDefault(stream).State;
        Append(stream, aggregate.Decide(state, command), aggregate.Evolve);
    }

    private void Append<TState>(string stream, Decision decision, Func<TState?, IEvent, TState> evolve)
        where TState : class
    {
        foreach (var change in decision is Accepted accepted ? accepted.Events : [])
        {
            var (state, version) = streams.GetValueOrDefault(stream);
            streams[stream] = (evolve((TState?)state, change), version + 1);
            last += last > 0 && turn % 7 == 0 ? 2 : 1;
            Events.Add(new RecordedEvent(
                last, Guid.Empty, stream, version + 1, EventCatalog.NameOf(change.GetType()), change, Now,
                new EventMetadata()));
        }
    }

    private TState? StateOf<TState>(string kind, string? id = null)
        where TState : class =>
        (TState?)streams.GetValueOrDefault(id is null ? kind : $"{kind}-{id}").State;

    private long VersionOf(string stream) => streams.GetValueOrDefault(stream).Version;
}
