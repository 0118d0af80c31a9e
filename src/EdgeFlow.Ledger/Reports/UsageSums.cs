using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Budgets;

namespace EdgeFlow.Ledger.Reports;

/// <summary>What has been counted and is not stored yet. Owned by one caller.</summary>
internal sealed class UsageSums
{
    private readonly Dictionary<UsageKey, Usage> usage = [];
    private readonly Dictionary<LinkUsageKey, LinkUsage> links = [];

    /// <summary>Computation, in a stable order.</summary>
    public IReadOnlyList<(UsageKey Key, Usage Sum)> Usage =>
        [.. usage.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => $"{entry.Key}", StringComparer.Ordinal)];

    /// <summary>Bytes, in a stable order.</summary>
    public IReadOnlyList<(LinkUsageKey Key, LinkUsage Sum)> Links =>
        [.. links.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => $"{entry.Key}", StringComparer.Ordinal)];

    public void Add(UsageKey key, Usage more) =>
        usage[key] = usage.TryGetValue(key, out var sum) ? sum.Plus(more) : more;

    public void Add(LinkUsageKey key, LinkUsage more) =>
        links[key] = links.TryGetValue(key, out var sum) ? sum.Plus(more) : more;

    /// <summary>Adds what goes over each link of a flow's route.</summary>
    /// <param name="plan">The plan that routes it.</param>
    /// <param name="flow">The flow; one that crosses no link adds nothing.</param>
    /// <param name="hour">When.</param>
    /// <param name="count">What it is, on one link.</param>
    /// <param name="sender">The node that sends it; null for the plan's.</param>
    public void Send(
        CountedPlan plan, FlowId flow, DateTimeOffset hour, Func<LinkUsage, LinkCost, LinkUsage> count,
        string? sender = null)
    {
        foreach (var (key, link) in Hops(plan, flow, hour, sender))
        {
            Add(key, count(new LinkUsage(plan.Tenant), link));
        }
    }

    /// <summary>The links of a flow's route, each with where it is counted; none where it crosses none.</summary>
    /// <param name="plan">The plan that routes it.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="hour">When.</param>
    /// <param name="sender">The node that sends it; null for the plan's.</param>
    public static IEnumerable<(LinkUsageKey Key, LinkCost Link)> Hops(
        CountedPlan plan, FlowId flow, DateTimeOffset hour, string? sender) =>
        plan.Costs.Flows.FirstOrDefault(its => its.Flow == flow) is not { } routed
            ? []
            : routed.Links.Select(link => (
                new LinkUsageKey(
                    hour, plan.Job, $"{flow.From}-to-{flow.To}", sender ?? routed.Node.Value, link.Link.Value),
                link));

    /// <summary>The whole hour of a moment, in UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
    }
}
