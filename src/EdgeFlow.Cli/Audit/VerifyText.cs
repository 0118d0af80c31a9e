using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Audit;

namespace EdgeFlow.Cli.Audit;

/// <summary>What a check found, in lines for people.</summary>
internal static class VerifyText
{
    /// <summary>Of a database.</summary>
    public static IEnumerable<string> Of(AuditReport report) =>
    [
        .. Findings(report.Findings, report.FindingsLeftOut),
        .. report.Tenants.Select(tenant => $"{tenant.Tenant}: {tenant.Events} events in {tenant.Blocks} blocks"
            + (tenant.Archived > 0 ? $", {tenant.Archived} of them archived" : "") + $", head {tenant.Head}"),
        report.Unsealed > 0 ? $"{report.Unsealed} newer events are not sealed yet" : "every event is sealed",
        Verdict(report.IsIntact, report.Findings.Count + report.FindingsLeftOut, report.ElapsedMs),
    ];

    /// <summary>Of a file.</summary>
    public static IEnumerable<string> Of(AuditFileReport report) =>
    [
        .. Findings(report.Findings, report.FindingsLeftOut),
        $"{report.Tenant}: {report.Events} events in blocks {report.FirstBlock} to {report.LastBlock} of chain "
            + report.Chain + (report.LeftOut > 0 ? $"; of {report.LeftOut} more only the hash is in the file" : ""),
        $"signed by key {report.SignedBy}" + (report.IsPinned ? ", which the given key vouches for"
            : $"; nobody vouches for it here: compare its first key with one you know, or give --key. "
                + $"The first key is {report.Keys.FirstOrDefault()?.PublicKey}"),
        Verdict(report.IsIntact, report.Findings.Count + report.FindingsLeftOut, report.ElapsedMs),
    ];

    private static string Verdict(bool isIntact, long findings, double elapsedMs) => isIntact
        ? $"nothing was changed ({Units.Duration(elapsedMs)})"
        : $"NOT INTACT: {findings} finding{(findings == 1 ? "" : "s")} ({Units.Duration(elapsedMs)})";

    private static IEnumerable<string> Findings(IReadOnlyList<AuditFinding> findings, long leftOut)
    {
        foreach (var finding in findings)
        {
            var place = string.Join(", ", new[]
            {
                finding.Line is { } line ? $"line {line}" : null,
                finding.Sequence is { } seq ? $"event {seq}" : null,
                finding.Stream is { } stream ? $"stream {stream}" : null,
                finding.Version is { } version ? $"version {version}" : null,
            }.OfType<string>());
            var told = place.Length == 0 ? finding.Problem : $"{place}: {finding.Problem}";
            yield return $"{finding.Kind.ToUpperInvariant()} {told}";
        }

        if (leftOut > 0)
        {
            yield return $"… and {leftOut} more";
        }
    }
}
