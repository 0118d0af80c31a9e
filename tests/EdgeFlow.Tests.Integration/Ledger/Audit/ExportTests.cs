using System.Text;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Protocol.Audit;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

/// <summary>An export proves itself in a process without a database, and nothing else passes for one.</summary>
public class ExportTests
{
    [Fact]
    public async Task Verify_ExportOfAll_HoldsAndIsPinnedByTheFirstKeyOnly()
    {
        await using var store = await TamperTests.ThreeBlocks();
        var first = (await store.Chain.Keys(default)).Active!.PublicKey;
        await store.Ring.Rotate(default);
        await store.Append("d", 2);
        await store.Sealer.Seal(default);

        var text = await store.Export();

        var report = await Check(text, first);
        Assert.Empty(report.Findings);
        Assert.True(report.IsPinned);
        Assert.Equal((1L, 4L, 13L, 0L), (report.FirstBlock, report.LastBlock, report.Events, report.LeftOut));
        Assert.Contains((await Check(text, new byte[32])).Findings, finding => finding.Kind == AuditFindingKinds.Key);
    }

    [Fact]
    public async Task Verify_FilteredExport_HoldsAndHidesTheRest()
    {
        await using var store = await TamperTests.ThreeBlocks();

        var text = await store.Export(new ExportRequest("*DEFAULT*", null, null, "link-c"));
        var early = await store.Export(new ExportRequest("*DEFAULT*", null, DateTimeOffset.UnixEpoch, null));

        var report = await Check(text, null);
        Assert.Empty(report.Findings);
        Assert.Equal((3L, 1L, 0L), (report.FirstBlock, report.Events, report.LeftOut));
        Assert.DoesNotContain("link-a", text, StringComparison.Ordinal);
        Assert.Equal((0L, 0L), ((await Check(early, null)).FirstBlock, (await Check(early, null)).Events));
    }

    [Fact]
    public async Task Verify_EveryLineChangedInTurn_IsFoundOrRefusedWithItsLine()
    {
        await using var store = await TamperTests.ThreeBlocks();
        var lines = (await store.Export()).Split('\n')[..^1];
        Assert.Empty((await Check(Joined(lines), null)).Findings);

        for (var i = 0; i < lines.Length; i++)
        {
            await MustFind(lines.Where((_, at) => at != i), $"line {i + 1} removed");
            await MustFind([.. lines[..i], lines[i], .. lines[i..]], $"line {i + 1} doubled");
            for (var at = 5; at < lines[i].Length; at += 37)
            {
                var changed = lines.ToArray();
                changed[i] = lines[i][..at] + (lines[i][at] == '7' ? '8' : '7') + lines[i][(at + 1)..];
                await MustFind(changed, $"line {i + 1}, character {at + 1}");
            }

            if (i + 1 < lines.Length)
            {
                await MustFind([.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]], $"line {i + 1} swapped");
            }
        }
    }

    [Fact]
    public async Task Verify_EventEdited_IsLocated()
    {
        await using var store = await TamperTests.ThreeBlocks();
        var text = (await store.Export()).Replace("1003", "9999", StringComparison.Ordinal);

        var finding = (await Check(text, null)).Findings[0];

        Assert.Equal((AuditFindingKinds.Edited, 4L, 6L), (finding.Kind, finding.Sequence!.Value, finding.Line!.Value));
    }

    [Fact]
    public async Task Write_RowChangedInTheDatabase_GivesNoManifest()
    {
        await using var store = await TamperTests.ThreeBlocks();
        await store.Tamper("update mt_events set data = '{}' where seq_id = 7");

        var text = await store.Export();

        var refused = await Assert.ThrowsAsync<ExportException>(() => Check(text, null));
        Assert.Contains("event 7 is not what was sealed", refused.Message, StringComparison.Ordinal);
    }

    private static async Task MustFind(IEnumerable<string> lines, string deed)
    {
        try
        {
            Assert.True((await Check(Joined(lines), null)).Findings.Count > 0, $"{deed}: nothing was found");
        }
        catch (ExportException refused)
        {
            Assert.True(refused.Line > 0, deed);
        }
    }

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    private static async Task<AuditFileReport> Check(string text, byte[]? key)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await new ExportVerifier(TimeProvider.System).Verify(
            file, key is null ? null : (ReadOnlyMemory<byte>?)key, default);
    }
}
