using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Tests.Domain;

/// <summary>One example of every event.</summary>
internal static class EventExamples
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);
    private static readonly JobId Job = new("j-1");
    private static readonly TaskId FindText = new("find-text");
    private static readonly TaskId CropText = new("crop-text");
    private static readonly NodeId EdgeOne = new("edge-1");
    private static readonly NodeId FogOne = new("fog-1");
    private static readonly LinkId Uplink = new("edge-1-fog-1");

    public static IReadOnlyList<IEvent> All { get; } =
    [
        new ApplicationDeclared(new("read-documents"), 2, new string('a', 64), """{"kind":"Application"}""", At),
        new JobSubmitted(Job, new("read-documents"), 2, Demand, Parameters, At) { Tasks = [FindText, CropText] },
        new JobQueued(Job, "/tasks/0/constraints/labels", "no node has camera=true", At),
        new JobRefused(Job, "/tasks/0/memory", "no node has 900 GB", At),
        new JobPlanned(Job, 7, At),
        new JobStarted(Job, 7, At),
        new TaskCompleted(Job, FindText, 2, 7, EdgeOne, new string('b', 64), 270_000, 12.5, At),
        new TaskFailed(Job, FindText, 1, 7, EdgeOne, "BadInput", "the picture has 0 × 0 pixels\n(“empty”)", At),
        new TaskReopened(Job, FindText, 8, "node edge-1, which kept the output, is lost", At),
        new JobCompleted(Job, 40, At),
        new JobFailed(Job, "Timeout", "find-text: 3 attempts", At),
        new JobCancelRequested(Job, "anna", At),
        new JobCancelled(Job, At),
        new PersonalDataDestroyed(Job, At),
        new NodeRegistered(EdgeOne, "p-1", Capacity, "http://127.0.0.1:7001", At),
        new NodeLost(EdgeOne, "p-1", At.AddSeconds(-2), "no heartbeat for 2 s", At),
        new NodeReturned(EdgeOne, "p-1", At),
        new NodeDrained(EdgeOne, "maintenance", At),
        new NodeLeft(EdgeOne, At),
        new StageProfiled(EdgeOne, new string('c', 64), "x64-2core-q50", 41.25, 50, 270_000, At)
        {
            ModelHash = new string('f', 64),
        },
        new LinkDeclared(Uplink, EdgeOne, FogOne, new(100_000_000), new(2.5), At),
        new LinkDegraded(Uplink, new(10_000_000), "measured", At),
        new LinkRestored(Uplink, At),
        new LinkRemoved(Uplink, At),
        new PlanAdopted(7, 6, "job j-1 arrived", [Plan], [new("j-0")], [Waiting], Made, At),
        new PlannerSettingsChanged(new("heft", "proportional-fair", 0.25, 90, 40_000_000), "the settings API", At),
        new ControlPlaneConfigured(Started, At),
    ];

    private static StartOptions Started => new(
        "1.0.0+e6912e7", ["otfa/1", "tier0/2"],
        new("tier0", 1, "shared", "half", "max-min", 0.1, true, 1_000_000_000, 1, 750, 30, 20_000_000, 1, 65_536, 100),
        new(2_000, 400, 1_000, 500, 100, 4_000, 60_000, 4, 2_000, 500));

    private static JobDemand Demand =>
        new(JobMode.Stream, new(2), new FrameRate(7.5), new Milliseconds(250), 10, 40, WhenInfeasible.Wait);

    private static Dictionary<string, string> Parameters => new()
    {
        ["find-text"] = """{"threshold":0.3}""",
        ["crop-text"] = "{}",
    };

    private static NodeCapacity Capacity => new(
        new(12.5), new(2_000_000_000), "x64-2core-q50", "hall", new Dictionary<string, string> { ["camera"] = "true" },
        new Dictionary<string, string>());

    private static JobPlan Plan => new(
        Job, 7, [new(FindText, EdgeOne), new(CropText, FogOne, "pruned-50")],
        [new(new(FindText, CropText), [EdgeOne, FogOne], [Uplink])], [new(new(FindText, CropText), new(54_000_000))],
        new(7.5), new(180));

    private static WaitingJob Waiting => new(new("j-2"), "/tasks/0/constraints/labels", "no node has camera=true");

    private static PlanDecision Made =>
        new("tier0/1", 42, new string('d', 64), 7.5, 8, 1_234, ["find-text: edge-1 is free"]);
}
