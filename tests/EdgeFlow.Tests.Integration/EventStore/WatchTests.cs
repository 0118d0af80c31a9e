using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeFlow.Control.Database;
using EdgeFlow.Domain;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.EventStore;

/// <summary>Who watches sees every row as it stands in the table, though the table is seldom asked.</summary>
public sealed class WatchTests
{
    private const int Rounds = 3;
    private const int SamplesLeast = 25;

    private static readonly string?[] Actors = [null, "„somebody“ \u2028 \\ \" 😀 \u0001"];

    // The first rows of each type are compared with what PostgreSQL prints; later ones are not asked for. In a database
    // without an encoding all are.
    [Theory]
    [InlineData("UTF8")]
    [InlineData("SQL_ASCII")]
    public async Task Watch_EveryStoredSample_ShowsRowsAsTheyStand(string encoding)
    {
        var samples = Samples();
        Assert.True(samples.Count >= SamplesLeast);
        Assert.All(samples, sample => Assert.True(ControlDatabase.Registry().Write(sample).Data.IsAsPrinted));
        await using var store = await Ledger.Open(
            await Database(encoding), options => options with { Registry = ControlDatabase.Registry() });
        var shown = new ConcurrentDictionary<long, AppendedRow>();
        store.Watch(rows =>
        {
            foreach (var row in rows.Span)
            {
                shown[row.Sequence] = row;
            }
        });

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (sample, place) in samples.Select((sample, place) => (sample, place)))
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"sample-{place}");
                await store.Append(AppendRequest.To(name, "sample", ExpectedVersion.Any, sample) with
                {
                    Metadata = new EventMetadata("story", null, Actors[(place + round) % Actors.Length]),
                });
            }
        }

        await using var select = store.DataSource.CreateCommand(
            "select seq_id, data::text, headers::text, version from mt_events");
        await using var reader = await select.ExecuteReaderAsync();
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            var row = shown[reader.GetInt64(0)];
            Assert.Equal(reader.GetString(1), Encoding.UTF8.GetString(row.Data.Span));
            Assert.Equal(
                await reader.IsDBNullAsync(2) ? null : reader.GetString(2),
                row.Headers is { } headers ? Encoding.UTF8.GetString(headers.Span) : null);
            Assert.Equal(reader.GetInt64(3), row.Version);
        }

        Assert.Equal((Rounds * samples.Count, rows), (rows, shown.Count));
    }

    private static List<IEvent> Samples([CallerFilePath] string file = "")
    {
        var registry = ControlDatabase.Registry();
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "../../EdgeFlow.Tests");
        string[] folders = [Path.Combine(folder, "Domain/Samples"), Path.Combine(folder, "Ledger/OldEvents/Samples")];
        return
        [
            .. folders.SelectMany(its => Directory.EnumerateFiles(its, "*.json", SearchOption.AllDirectories))
                .Select(sample => registry.Read(Path.GetFileName(sample).Split('.')[0], File.ReadAllText(sample)))
                .Where(read => read is not UnknownEvent),
        ];
    }

    private static async Task<string> Database(string encoding)
    {
        var beside = new NpgsqlConnectionStringBuilder(await PostgresFixture.FreshDatabase());
        var name = $"{beside.Database}_{encoding.ToLowerInvariant()}";
        await using var source = NpgsqlDataSource.Create(beside);
        await using var create = source.CreateCommand(
            $"create database {name} encoding '{encoding}' lc_collate 'C' lc_ctype 'C' template template0");
        await create.ExecuteNonQueryAsync();
        beside.Database = name;
        return beside.ConnectionString;
    }
}
