using System.Net;
using System.Net.Http.Json;
using EdgeFlow.EventStore;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Audit;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Control;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

/// <summary>The whole way over HTTP: sealed, exported, archived, verified.</summary>
public class ArchiveTests
{
    private const string Archives = "/v1/audit/archives?before=2999-01-01T00:00:00Z";

    [Fact]
    public async Task Archive_EndedJob_LeavesAChainThatHolds()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await plane.Declare(Manifests.Chain("sample"));
        await plane.Submit(new JobSubmission("sample", Job: "j1"));
        await plane.Submit(new JobSubmission("sample", Job: "j2"));
        Assert.True((await plane.Http.PostAsync("/v1/jobs/j1/cancel", null)).IsSuccessStatusCode);
        await plane.Until("j1", job => job.EndedAt is not null);
        var whole = await plane.Http.GetByteArrayAsync("/v1/audit/export");

        var archives = await Archive(plane);

        var archive = Assert.Single(archives);
        Assert.Equal(1, archive.Jobs);
        await using (var file = File.OpenRead(archive.File))
        {
            var key = Convert.FromHexString((await plane.Get<AuditStatus>("/v1/audit")).Keys[0].PublicKey);
            var held = await new ExportVerifier(TimeProvider.System).Verify(file, key, default);
            Assert.True(held.IsIntact && held.IsPinned);
            Assert.Equal(archive.Events, held.Events);
        }

        Assert.Empty(await plane.Events("job-j1"));
        Assert.NotEmpty(await plane.Events("job-j2"));
        Assert.Equal(HttpStatusCode.NotFound, (await plane.Http.GetAsync("/v1/jobs/j1")).StatusCode);
        var again = await plane.Http.PostAsJsonAsync(
            "/v1/jobs", new JobSubmission("sample", Job: "j1"), ProtocolJson.Options);
        Assert.False(again.IsSuccessStatusCode);
        Assert.Contains((await plane.Get<Page<JobView>>("/v1/jobs")).Items, job => job.Job == "j1");
        Assert.NotEmpty(whole);
        var report = await Verify(plane);
        Assert.Empty(report.Findings);
        Assert.Equal(archive.Events, report.Tenants.Sum(tenant => tenant.Archived));
        Assert.Empty(await Archive(plane));

        await Forge(plane);
        Assert.Contains((await Verify(plane)).Findings, finding => finding.Kind == AuditFindingKinds.Signature);
        Assert.Equal(archive.Events, (await Verify(plane)).Findings.Count(f => f.Kind == AuditFindingKinds.Deleted));
    }

    [Fact]
    public async Task Archive_EventsThatATopicHasNotHad_StayUntilTheyArePublished()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await plane.Declare(Manifests.Chain("sample"));
        await plane.Submit(new JobSubmission("sample", Job: "j1"));
        Assert.True((await plane.Http.PostAsync("/v1/jobs/j1/cancel", null)).IsSuccessStatusCode);
        await plane.Until("j1", job => job.EndedAt is not null);
        var store = (PostgresEventStore)plane.Control.Parts.GetService(typeof(PostgresEventStore))!;
        var events = await plane.Events("job-j1");
        await store.SaveCheckpoint("outbox:kafka/ahead", events[^1].Sequence);
        await store.SaveCheckpoint("outbox:kafka/behind", events[0].Sequence);

        using var refused = await plane.Http.PostAsync(Archives, null);
        await Api.ApiFixture.Problem(refused, HttpStatusCode.Conflict, ProblemKinds.Conflict);
        Assert.Equal(events.Count, (await plane.Events("job-j1")).Count);

        await store.SaveCheckpoint("outbox:kafka/behind", events[^1].Sequence);
        Assert.Equal(1, Assert.Single(await Archive(plane)).Jobs);
    }

    [Fact]
    public async Task Archive_UnpublishedTooOnWish_TakesThem()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await plane.Declare(Manifests.Chain("sample"));
        await plane.Submit(new JobSubmission("sample", Job: "j1"));
        Assert.True((await plane.Http.PostAsync("/v1/jobs/j1/cancel", null)).IsSuccessStatusCode);
        await plane.Until("j1", job => job.EndedAt is not null);
        var store = (PostgresEventStore)plane.Control.Parts.GetService(typeof(PostgresEventStore))!;
        await store.SaveCheckpoint("outbox:kafka/gone", 0);

        Assert.Equal(1, Assert.Single(await Archive(plane, "&unpublished=true")).Jobs);
    }

    private static async Task<IReadOnlyList<AuditArchive>> Archive(Plane plane, string more = "")
    {
        var response = await plane.Http.PostAsync(Archives + more, null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<IReadOnlyList<AuditArchive>>(ProtocolJson.Options))!;
    }

    // Whoever deletes rows and says that they were archived has no signature for it.
    private static async Task Forge(Plane plane)
    {
        var source = (NpgsqlDataSource)plane.Control.Parts.GetService(typeof(NpgsqlDataSource))!;
        await using var forge = source.CreateCommand("update ledger_archives set seqs = seqs || 1::bigint");
        await forge.ExecuteNonQueryAsync();
    }

    private static async Task<AuditReport> Verify(Plane plane)
    {
        var text = await plane.Http.GetStringAsync("/v1/audit/verification");
        var last = text.Split("event: report\ndata: ")[1].Split('\n')[0];
        return System.Text.Json.JsonSerializer.Deserialize<AuditReport>(last, ProtocolJson.Options)!;
    }
}
