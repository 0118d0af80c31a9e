using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Demo;

/// <summary>Kills the node that hosts a task once enough frames are out, and follows what that brings.</summary>
internal sealed class NodeLoss(LocalNetwork network, string task, int after)
{
    private const int MostResults = 100_000;
    private string? victim;
    private DateTimeOffset killedAt;
    private int epochBefore;

    /// <summary>Whether the node was killed.</summary>
    public bool Happened => victim is not null;

    /// <summary>Looks at the job as it is now; kills when it is time; notes for the screen.</summary>
    public async Task<IReadOnlyList<string>> Tick(JobView job, CancellationToken cancel)
    {
        if (victim is null && job.Results?.FramesOut >= after
            && job.Tasks?.FirstOrDefault(row => row.Task == task)?.Node is { } node)
        {
            (victim, killedAt, epochBefore) = (node, TimeProvider.System.GetUtcNow(), job.Epoch);
            network.Kill(node);
        }

        if (victim is null)
        {
            return [];
        }

        var notes = new List<string> { $"{Units.Time(killedAt)}  node {victim} killed (SIGKILL)" };
        notes.AddRange((await Facts(cancel)).Select(fact => fact.Text));
        return notes;
    }

    /// <summary>What happened, with times since the kill.</summary>
    public async Task<IReadOnlyList<string>> Tell(string job, CancellationToken cancel)
    {
        if (victim is null)
        {
            return [$"the job ended before {after} frames were out: no node was killed"];
        }

        var facts = (await Facts(cancel)).ToList();
        var results = await network.Client.List<StoredResult>($"/v1/jobs/{job}/results", MostResults, cancel)
            .Where(result => result.Epoch > epochBefore)
            .ToListAsync(cancel);
        facts.Add(results.Count == 0
            ? (TimeProvider.System.GetUtcNow(), "no frame came out of the new plan")
            : (results.Min(result => result.StoredAt), "first frame out of the new plan: recovered"));
        return
        [
            $"node {victim}, which hosted '{task}', was killed with SIGKILL",
            .. facts.OrderBy(fact => fact.At).Select(fact => $"{Since(fact.At),9}  {fact.Text}"),
        ];
    }

    private async Task<IReadOnlyList<(DateTimeOffset At, string Text)>> Facts(CancellationToken cancel)
    {
        var facts = new List<(DateTimeOffset At, string Text)>();
        var lost = await network.Client.Get<Page<EventView>>($"/v1/events?stream=node-{victim}&type=node_lost", cancel);
        facts.AddRange(lost.Items.Where(item => item.At >= killedAt)
            .Select(item => (item.At, $"loss noticed: {item.Data.GetProperty("reason").GetString()}")));
        var plans = await network.Client.Get<Page<PlanView>>("/v1/plans", cancel);
        var since = plans.Items.Where(plan => plan.AdoptedAt >= killedAt && plan.Jobs.Count > 0);
        foreach (var plan in since.OrderBy(plan => plan.Revision))
        {
            facts.Add((plan.AdoptedAt, $"plan {plan.Revision} adopted because {plan.Trigger}"));
            facts.AddRange(plan.Reasons.Select(reason => (plan.AdoptedAt, $"  {reason}")));
        }

        return facts;
    }

    private string Since(DateTimeOffset at) => $"+{Units.Number((at - killedAt).TotalSeconds, 2)} s";
}
