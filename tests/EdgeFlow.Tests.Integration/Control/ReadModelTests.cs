using EdgeFlow.Control.Database;
using EdgeFlow.EventStore;
using EdgeFlow.Protocol.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

public sealed class ReadModelTests
{
    private static readonly string[] Tables = ["applications", "jobs", "links", "nodes", "job_plans", "plan_head"];

    [Fact]
    public async Task Rebuild_AfterJobsOfEveryFate_GivesTheSameRows()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        await plane.AddNode("two");
        await plane.Declare(Manifests.Chain("rebuilt"));
        await plane.Declare(Manifests.Pinned("stuck", "stream", "nowhere", "one", "one"));
        await plane.Http.PutAsync("/v1/links/one-two", new StringContent(
            """{"a":"one","b":"two","capacityBitsPerSecond":1000000}""", null, "application/json"));
        var done = await plane.Submit(new JobSubmission("rebuilt", Frames: 5));
        var refused = await plane.Submit(new JobSubmission("stuck", WhenInfeasible: "refuse"));
        var waiting = await plane.Submit(new JobSubmission("stuck"));
        await plane.Until(done.Job, view => view.Status == JobStatus.Completed);
        await plane.Until(refused.Job, view => view.Status == JobStatus.Refused);
        await plane.Until(waiting.Job, view => view.Status == JobStatus.Waiting);
        await plane.Kill("two");
        var store = plane.Control.Parts.GetRequiredService<PostgresEventStore>();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var (rowsBefore, eventsBefore) = (await Rows(store.DataSource), (await plane.Events()).Count);
            foreach (var projection in ControlDatabase.Projections)
            {
                await store.Rebuild(projection);
            }

            var rowsAfter = await Rows(store.DataSource);
            if ((await plane.Events()).Count == eventsBefore)
            {
                Assert.Equal(rowsBefore, rowsAfter);
                return;
            }
        }

        Assert.Fail("Something happened during each of five rebuilds.");
    }

    private static async Task<string> Rows(NpgsqlDataSource database)
    {
        var all = new List<string>();
        foreach (var table in Tables)
        {
            await using var select = database.CreateCommand($"""
                select coalesce(string_agg(row_to_json(t)::text, chr(10) order by row_to_json(t)::text), '')
                from {table} t
                """);
            all.Add($"{table}\n{await select.ExecuteScalarAsync()}");
        }

        return string.Join('\n', all);
    }
}
