using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.Tests.Integration.EventStore;

/// <summary>Answers: how much was booked on each account? An amount of 13 is refused by the table.</summary>
internal sealed class EntryTotals : IInlineProjection
{
    public const string Table = """
        create table entry_totals (account varchar primary key, total bigint not null, last varchar not null,
                                   constraint unlucky check (last <> 'refused'))
        """;

    public string Name => "entry-totals";

    public IReadOnlyList<string> Tables => ["entry_totals"];

    public IReadOnlyList<Type> Events => [typeof(AmountBooked)];

    public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
    {
        var totals = new SortedDictionary<string, (long Sum, string Last)>(StringComparer.Ordinal);
        foreach (var recorded in events)
        {
            if (recorded.Data is AmountBooked booked)
            {
                var sum = totals.GetValueOrDefault(recorded.StreamId).Sum + booked.Amount;
                totals[recorded.StreamId] = (sum, booked.Entry);
            }
        }

        if (totals.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("""
                insert into entry_totals select * from unnest($1, $2, $3)
                on conflict (account) do update
                set total = entry_totals.total + excluded.total, last = excluded.last
                """)
            {
                Parameters =
                {
                    new() { Value = totals.Keys.ToArray() },
                    new() { Value = totals.Values.Select(t => t.Sum).ToArray() },
                    new() { Value = totals.Values.Select(t => t.Last).ToArray() },
                },
            });
        }
    }
}
