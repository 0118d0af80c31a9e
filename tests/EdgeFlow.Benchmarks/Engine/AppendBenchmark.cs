using System.Threading.Channels;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Domain;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Registry;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>A small event, as most of ours are.</summary>
/// <param name="Task">Which task.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="OccurredAt">When.</param>
public sealed record BenchmarkTaskCompleted(string Task, int Attempt, DateTimeOffset OccurredAt) : IEvent;

/// <summary>
/// Event appends a second, 32 writers, one event each, each to a stream of its own, against (a) bare Npgsql doing the
/// same batched insert without our code: no version check, no registry, no retry, and (b) one insert a transaction
/// (begin, insert, commit, on as many connections as writers). All use prepared statements. The contenders take turns,
/// so that what else the machine does falls on all alike; the first turns warm up and do not count.
/// </summary>
internal static class AppendBenchmark
{
    private const string What = "event appends/s, 32 writers, one event each";
    private const int Writers = 32;
    private const int WarmUpRounds = 2;
    private const int Rounds = 21;
    private const double MustOfBatched = 0.8;
    private const double MustOfSingle = 4;

    private const string InsertEvents = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type)
        select nextval('mt_events_sequence'), * from unnest($1, $2, $3, $4, $5, $6) returning seq_id
        """;

    private const string MoveStreams = """
        insert into mt_streams (id, type, version) select * from unnest($1, $2, $3)
        on conflict (id) do update set version = excluded.version, timestamp = now()
        """;

    /// <summary>Lets the contenders take turns, each turn on streams that go on from the one before.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var database = await run.Database();
        var connectionString = await database.Fresh("appends");
        var registry = new EventRegistry().Register<BenchmarkTaskCompleted>();
        await using var store = await PostgresEventStore.Open(
            new EventStoreOptions { ConnectionString = connectionString, Registry = registry });
        var address = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, NoResetOnClose = true, MaxPoolSize = Writers + 4,
        };
        await using var bare = NpgsqlDataSource.Create(address);
        await using var batcher = new BareBatcher(bare);
        AppendContender[] contenders =
            [Contender(Ours(store)), Contender(w => Bare(batcher, w)), Contender(w => Single(bare, w))];
        var series = await Turns.Take(
            WarmUpRounds, run.Rounds(Rounds),
            [.. contenders.Select(contender => (Func<Task<double>>)contender.Measure)]);
        return
        [
            Row.Compared(
                What, series[0], "bare Npgsql, the same batched insert", series[1], "/s", Bar.AtLeast(MustOfBatched)),
            Row.Compared(
                What, series[0], "bare Npgsql, one insert a transaction", series[2], "/s",
                Bar.AtLeast(MustOfSingle)),
            Row.Printed(
                "processor time an append", contenders[0].Processor(),
                $"the same batched insert: {contenders[1].Processor()}; "
                + $"one insert a transaction: {contenders[2].Processor()}"),
        ];

        AppendContender Contender(Func<int, Task> append) => new(database, append, Writers, WarmUpRounds);
    }

    private static Func<int, Task> Ours(PostgresEventStore store)
    {
        var versions = new long[Writers];
        return async w =>
        {
            var request = AppendRequest.To(
                $"ours-{w}", "job", ExpectedVersion.Exactly(versions[w]),
                new BenchmarkTaskCompleted("recognise", 1, DateTimeOffset.UnixEpoch));
            versions[w] = ((AppendResult.Appended)await store.Append(request)).Streams[0].LastVersion;
        };
    }

    private static Task Bare(BareBatcher batcher, int writer) => batcher.Append($"bare-{writer}");

    private static async Task Single(NpgsqlDataSource source, int writer)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await BareBatcher.Insert(connection, [new BareRow($"single-{writer}", Versions.Next($"single-{writer}"))]);
        await transaction.CommitAsync();
    }

    private static class Versions
    {
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, long> Last = new();

        public static long Next(string stream) => Last.AddOrUpdate(stream, 1, (_, last) => last + 1);
    }

    private sealed record BareRow(string Stream, long Version)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The least that batches: a channel, two loops, two statements and a commit.</summary>
    private sealed class BareBatcher : IAsyncDisposable
    {
        private const string Json = """{"Task":"recognise","Attempt":1,"OccurredAt":"1970-01-01T00:00:00+00:00"}""";

        private readonly Channel<BareRow> waiting = Channel.CreateUnbounded<BareRow>();
        private readonly Task[] loops;

        public BareBatcher(NpgsqlDataSource source) =>
            loops = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Loop(source)))];

        public Task Append(string stream)
        {
            var row = new BareRow(stream, Versions.Next(stream));
            waiting.Writer.TryWrite(row);
            return row.Done.Task;
        }

        public static async Task Insert(NpgsqlConnection connection, IReadOnlyList<BareRow> rows)
        {
            var streams = rows.Select(r => r.Stream).ToArray();
            var versions = rows.Select(r => r.Version).ToArray();
            await using var batch = new NpgsqlBatch(connection);
            Add(batch, MoveStreams, streams, Repeat("job", rows.Count), versions);
            var events = Add(
                batch, InsertEvents, rows.Select(_ => Guid.CreateVersion7()).ToArray(), streams, versions);
            events.Parameters.Add(new NpgsqlParameter
            {
                Value = Repeat(Json, rows.Count),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            });
            events.Parameters.Add(new NpgsqlParameter { Value = Repeat("benchmark_task_completed", rows.Count) });
            events.Parameters.Add(new NpgsqlParameter
            {
                Value = Repeat("EdgeFlow.Benchmarks.Engine.BenchmarkTaskCompleted, EdgeFlow.Benchmarks", rows.Count),
            });

            // Where no transaction was begun the batch is one: the server commits at its end.
            await batch.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            waiting.Writer.Complete();
            await Task.WhenAll(loops);
        }

        private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            batch.BatchCommands.Add(command);
            return command;
        }

        private static string[] Repeat(string value, int count)
        {
            var values = new string[count];
            Array.Fill(values, value);
            return values;
        }

        private async Task Loop(NpgsqlDataSource source)
        {
            while (await waiting.Reader.WaitToReadAsync())
            {
                var rows = new List<BareRow>();
                while (waiting.Reader.TryRead(out var row))
                {
                    rows.Add(row);
                }

                if (rows.Count > 0)
                {
                    await using var connection = await source.OpenConnectionAsync();
                    await Insert(connection, rows);
                    rows.ForEach(row => row.Done.SetResult());
                }
            }
        }
    }
}
