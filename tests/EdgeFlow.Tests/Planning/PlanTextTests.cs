using System.Globalization;
using System.Text;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using Xunit;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>A plan as text, kept: what a change of the planner changes shows here first.</summary>
public sealed class PlanTextTests
{
    private static readonly SnapshotNode[] s_nodes =
        [Node("cam", 2, 10), Node("edge-1", 10, 20), Node("edge-2", 10, 20, ("gpu", "yes")), Node("fog", 40, 10)];

    private static readonly SnapshotLink[] s_links =
        [Link("cam", "edge-1", 10, 1), Link("cam", "edge-2", 6, 1), Link("edge-1", "fog", 20, 5),
            Link("edge-2", "fog", 20, 5)];

    private static readonly SnapshotJob s_watch = Job(
        "watch", Stream(required: 0.5, wished: 4),
        [
            Task("capture", 0.1, pin: "cam"), Task("detect", 4, memory: 6), Task("read", 8, memory: 6),
            Task("gather", 0.1, memory: 1),
        ],
        Flow("capture", "detect", 2), Flow("detect", "read", 0.5), Flow("read", "gather", 0.01));

    private static readonly SnapshotJob s_train = Job(
        "train", Batch(),
            [Task("split", 2), Task("left", 20, memory: 4), Task("right", 20, memory: 4), Task("join", 2)],
        Flow("split", "left", 10), Flow("split", "right", 10), Flow("left", "join", 1), Flow("right", "join", 1));

    private static readonly SnapshotJob s_picky = Job(
        "picky", Stream(), [Task("only", 1, constraints: PlacementConstraints.None with { Zones = ["moon"] })]);

    [Fact]
    public void Plan_ThreeJobsThenANodeLost_ReadsAsStored()
    {
        var snapshot = Snapshot(s_nodes, s_links, s_watch, s_train, s_picky);
        var first = Sound.Plan(snapshot);
        var lost = first.Jobs.Single(p => p.Job.Value == "watch").On("read");
        var second = Sound.Plan(snapshot.Adopt(first).Without(lost));
        Golden.Snapshot.Match(Text(first) + $"\n--- {lost} is lost ---\n\n" + Text(second));
    }

    private static string Text(Proposal proposal)
    {
        var text = new StringBuilder();
        var report = proposal.Report;
        Add($"from revision {proposal.Parent}, {report.Policy}, least rate {report.Objective:0.####}");
        foreach (var job in proposal.Jobs)
        {
            Add($"job {job.Job} epoch {job.Epoch} rate {job.Rate.Value:0.####} span {job.Span.Value:0.##} ms");
            job.Placements.ToList().ForEach(p => Add($"  {p.Task} on {p.Node}"));
            job.Routes.ToList().ForEach(r => Add($"  {r.Flow} by {string.Join(" ", r.Nodes)}"));
            job.Allocations.ToList().ForEach(a => Add($"  {a.Flow} gets {a.Bandwidth}"));
        }

        proposal.Waiting.ToList().ForEach(w => Add($"waiting {w.Job}: {w.Pointer}: {w.Reason}"));
        foreach (var job in proposal.Report.Jobs)
        {
            Add($"report {job.Job}: {job.Reason}. Bottleneck: {job.Bottleneck}");
            foreach (var task in job.Tasks)
            {
                Add($"  {task.Task} → {task.Chosen?.Value ?? "nowhere"}");
                task.Candidates.ToList().ForEach(c => Add($"    {c.Node} {c.Price:0.###e+0} {c.Rejected ?? "chosen"}"));
            }
        }

        return text.ToString();

        void Add(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
