using System.Globalization;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Ledger.Reports;

/// <summary>
/// Counts what attempts at batch tasks used that came to nothing: as a living node tells it, or, where the node died
/// with the attempt, what it can have been at most. The estimate is taken back where the node's process turns out to
/// live. Owned by one caller.
/// </summary>
internal sealed class LostWork(UsageMarks marks)
{
    /// <summary>A node tells of an attempt. It does so several times, under a name of the attempt's own: it is counted
    /// at the first.</summary>
    public void Tell(
        string node, StageCounters stage, LostAttempt lost, CountedPlan plan, DateTimeOffset hour, UsageSums sums)
    {
        var name = new StageName(node, stage.Job, stage.Task, stage.Instance ?? "");
        if (marks.Of(name) is not null)
        {
            return;
        }

        marks.Set(name, StageMark.Zero with { ComputeMs = lost.ComputeMs });
        var (joules, price) = Cost(plan, stage.Task, node, lost.ComputeMs);
        sums.Add(new UsageKey(hour, stage.Job, stage.Task, node), new Usage(plan.Tenant)
        {
            LostComputeMs = lost.ComputeMs, LostJoules = joules, LostPrice = price,
        });
        foreach (var input in lost.Inputs)
        {
            var flow = new FlowId(new TaskId(input.From), new TaskId(stage.Task));
            sums.Send(plan, flow, hour, (usage, link) => usage with
            {
                LostBytes = input.Bytes,
                LostPrice = link.Price(input.Bytes),
            });
        }
    }

    /// <summary>An attempt died with the process of its node.</summary>
    public void Die(string node, string process, DeadAttempt dead, CountedPlan plan, UsageSums sums)
    {
        var hour = UsageSums.HourOf(dead.Ended);
        var (joules, price) = Cost(plan, dead.Task.Value, node, dead.MostMs);
        var sent = dead.Inputs.SelectMany(input => UsageSums
            .Hops(plan, new FlowId(input.From, dead.Task), hour, null)
            .Select(hop => new DeadBytes(
                hop.Key.Flow, hop.Key.Node, hop.Key.Link, input.Bytes, hop.Link.Price(input.Bytes))));
        var name = new StageName(
            node, dead.Job, dead.Task.Value,
            string.Create(CultureInfo.InvariantCulture, $"died-{process}-{dead.Began.UtcTicks}"));
        if (marks.Of(name)?.Died is not null)
        {
            return;
        }

        var mark = StageMark.Zero with
        {
            ComputeMs = dead.MostMs, Died = new DeadCount(process, hour, joules, price, [.. sent]),
        };
        marks.Set(name, mark);
        Count(name, mark, plan.Tenant, 1, sums);
    }

    /// <summary>A process that was given up lives: its attempts went on, and it tells itself what became of
    /// them.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="process">The process.</param>
    /// <param name="tenantOf">Whose a job is.</param>
    /// <param name="sums">Takes what is counted.</param>
    public void Live(string node, string process, Func<string, string> tenantOf, UsageSums sums)
    {
        foreach (var (name, mark) in marks.Dead(node, process))
        {
            Count(name, mark, tenantOf(name.Job), -1, sums);
            marks.Set(name, StageMark.Zero);
        }
    }

    private static void Count(StageName name, StageMark mark, string tenant, int sign, UsageSums sums)
    {
        if (mark.Died is not { } died)
        {
            return;
        }

        sums.Add(new UsageKey(died.Hour, name.Job, name.Task, name.Node), new Usage(tenant)
        {
            AtMostComputeMs = sign * mark.ComputeMs,
            AtMostJoules = sign * died.Joules,
            AtMostPrice = sign * died.Price,
        });
        foreach (var sent in died.Sent)
        {
            sums.Add(
                new LinkUsageKey(died.Hour, name.Job, sent.Flow, sent.Node, sent.Link),
                new LinkUsage(tenant) { AtMostBytes = sign * sent.Bytes, AtMostPrice = sign * sent.Price });
        }
    }

    private static (double Joules, double Price) Cost(CountedPlan plan, string task, string node, double ms)
    {
        var cost = plan.Costs.Tasks.FirstOrDefault(its => its.Task.Value == task && its.Node.Value == node);
        return (cost?.Joules(ms / 1000) ?? 0, cost?.Price(ms / 1000) ?? 0);
    }
}
