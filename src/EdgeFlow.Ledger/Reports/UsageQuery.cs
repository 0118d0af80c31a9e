using EdgeFlow.Control.Answers;
using EdgeFlow.EventStore;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Ledger.Reports;

/// <summary>What a report is asked for. Immutable.</summary>
/// <param name="Kind">One of <see cref="UsageReports.Kinds"/>.</param>
/// <param name="Name">Only this row; null for all.</param>
/// <param name="Since">The beginning, on a whole hour.</param>
/// <param name="Until">The end, on a whole hour; not included.</param>
/// <param name="Tenant">Only what is a tenant's; null for everybody's.</param>
/// <param name="After">The last row of the page before; empty to begin.</param>
/// <param name="Limit">Most rows, 1 to <see cref="UsageLimits.MaxRows"/>.</param>
public sealed record UsageQuery(
    string Kind, string? Name, DateTimeOffset Since, DateTimeOffset Until, string? Tenant, string After, int Limit)
{
    private const int MaxName = 100;

    /// <summary>The query, or what is wrong with it.</summary>
    /// <param name="kind">As sent.</param>
    /// <param name="name">As sent.</param>
    /// <param name="since">As sent; null for <see cref="UsageLimits.ByDefault"/> before the end.</param>
    /// <param name="until">As sent; null for now.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="after">The place of the page before.</param>
    /// <param name="limit">As sent; null for all that a page has.</param>
    /// <param name="now">The time.</param>
    public static Answer<UsageQuery> Read(
        string kind, string? name, DateTimeOffset? since, DateTimeOffset? until, string? tenant, string? after,
        int? limit, DateTimeOffset now)
    {
        if (!UsageReports.Kinds.Contains(kind))
        {
            return Refusal.Of(
                ProblemKinds.NotFound, $"There are reports by {string.Join(", ", UsageReports.Kinds)} only.");
        }

        if (!IsName(kind, name) || after?.Length > MaxName)
        {
            return Refusal.Of(
                ProblemKinds.InvalidQuery,
                kind == "day" ? "name must be a day such as 2026-03-04." : $"name must be {Domain.Ids.Name.Rule}.");
        }

        if (limit is < 1 or > UsageLimits.MaxRows)
        {
            return Refusal.Of(ProblemKinds.InvalidQuery, $"limit must be 1 to {UsageLimits.MaxRows}.");
        }

        var end = Up(until ?? now);
        var begin = UsageSums.HourOf(since ?? end - UsageLimits.ByDefault);
        if (begin >= end || end - begin > UsageLimits.Kept + TimeSpan.FromHours(1))
        {
            return Refusal.Of(
                ProblemKinds.InvalidQuery,
                $"since must be before until, by at most the {UsageLimits.Kept.TotalDays} days that are kept.");
        }

        return new UsageQuery(kind, name, begin, end, tenant, after ?? "", limit ?? UsageLimits.MaxRows);
    }

    private static bool IsName(string kind, string? name) => name is null || kind switch
    {
        "day" => DateOnly.TryParseExact(name, "yyyy-MM-dd", out _),
        "tenant" => name == Tenancy.Default || Domain.Ids.Name.IsValid(name),
        _ => Domain.Ids.Name.IsValid(name),
    };

    private static DateTimeOffset Up(DateTimeOffset at)
    {
        var hour = UsageSums.HourOf(at);
        return hour < at && hour < DateTimeOffset.MaxValue.AddHours(-1) ? hour.AddHours(1) : hour;
    }
}
