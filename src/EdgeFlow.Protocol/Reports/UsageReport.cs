namespace EdgeFlow.Protocol.Reports;

/// <summary>What was used in a time: <c>GET /v1/reports/{kind}</c>.</summary>
/// <param name="Kind"><c>job</c>, <c>node</c>, <c>tenant</c>, <c>link</c> or <c>day</c>.</param>
/// <param name="Since">The beginning, on a whole hour.</param>
/// <param name="Until">The end, on a whole hour; not included.</param>
/// <param name="DriftRule">When a figure is marked as drifting, in words.</param>
/// <param name="Items">A row each, by name.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record UsageReport(
    string Kind, DateTimeOffset Since, DateTimeOffset Until, string DriftRule, IReadOnlyList<UsageRow> Items,
    string? Next);
