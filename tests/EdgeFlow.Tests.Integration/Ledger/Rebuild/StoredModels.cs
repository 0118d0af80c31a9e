using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.World;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Rebuild;

/// <summary>Appends an invented history, and holds the read models to the domain's own fold.</summary>
internal static class StoredModels
{
    private const string Rows = "select coalesce(string_agg(row, ' ' order by row collate \"C\"), '') from";

    private const string Told = $"""
        select ({Rows} (select concat_ws('/', job, version, status, epoch,
            case when started_at is null then 'False' else 'True' end) as row from jobs where ended_at is null) x),
          ({Rows} (select concat_ws('/', node, version, case when present then 'True' else 'False' end) as row
            from nodes) x),
          ({Rows} (select concat_ws('/', link, version, case when present then 'True' else 'False' end) as row
            from links) x),
          ({Rows} (select concat_ws('/', job, epoch) as row from job_plans) x),
          ({Rows} (select concat_ws('/', application, max(version)) as row from applications
            group by application) x),
          (select concat_ws(' ', coalesce((select max(revision) from plan_head), 0),
            count(*) filter (where status = 'Completed'), count(*) filter (where status = 'Failed'),
            count(*) filter (where status = 'Refused'), count(*) filter (where status = 'Cancelled')) from jobs)
        """;

    /// <summary>Appends events in their order; runs of events of one stream are one append each.</summary>
    public static async Task Append(PostgresEventStore store, IEnumerable<RecordedEvent> events)
    {
        var rest = events.ToList();
        for (var appended = 0; appended < rest.Count;)
        {
            var first = rest[appended];
            var run = rest.Skip(appended).TakeWhile(entry => entry.StreamId == first.StreamId)
                .Select(entry => entry.Data).ToList();
            var result = await store.Append(AppendRequest.To(
                first.StreamId, first.StreamId.Split('-')[0], ExpectedVersion.Exactly(first.Version - 1), run));
            Assert.IsType<AppendResult.Appended>(result);
            appended += run.Count;
        }
    }

    /// <summary>What the read models say is what the domain's own fold says.</summary>
    public static async Task AssertTell(NpgsqlDataSource database, WorldState world)
    {
        await using var select = database.CreateCommand(Told);
        await using var row = await select.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        string[] told = [.. Enumerable.Range(0, row.FieldCount).Select(row.GetString)];
        Assert.Equal(Expected(world), told);
    }

    private static string[] Expected(WorldState world) =>
    [
        Joined(world.Jobs.Values.Select(job =>
            $"{job.State.Job}/{job.Version}/{job.State.Status}/{job.State.Epoch}/{job.State.StartedAt is not null}")),
        Joined(world.Nodes.Values.Select(node =>
            $"{node.State.Node}/{node.Version}/{node.State.Status != NodeStatus.Left}")),
        Joined(world.Links.Values.Select(link =>
            $"{link.State.Link}/{link.Version}/{link.State.Status != LinkStatus.Removed}")),
        Joined((world.Plan?.Jobs.Values ?? []).Select(plan => $"{plan.Job}/{plan.Epoch}")),
        Joined(world.Applications.Select(known => $"{known.Key}/{known.Value.State.Version}")),
        $"{world.Plan?.Revision ?? 0} {world.Ended.Completed} {world.Ended.Failed} {world.Ended.Refused} "
            + $"{world.Ended.Cancelled}",
    ];

    private static string Joined(IEnumerable<string> rows) => string.Join(' ', rows.Order(StringComparer.Ordinal));
}
