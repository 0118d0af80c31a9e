using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Connections;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;
using static EdgeFlow.Tests.Integration.EventStore.Ledger;

namespace EdgeFlow.Tests.Integration.EventStore;

/// <summary>No event is without its stream, whether PostgreSQL looks for it or the lock that we hold is enough.
/// </summary>
public sealed class StreamKeyTests
{
    private const int Streams = 4;
    private const int Writers = 8;
    private const int Deletions = 150;
    private const int ParameterGrantsSince = 15;

    private const string Orphans = """
        select count(*) from mt_events e where not exists (select from mt_streams s where s.id = e.stream_id)
        """;

    private const string Gaps = """
        select count(*) from (
            select s.id from mt_streams s left join mt_events e on e.stream_id = s.id group by s.id
            having count(e.*) <> s.version or max(e.version) <> s.version) as wrong
        """;

    public static TheoryData<string, string> Roles => new()
    {
        { "", "replica" },
        { "create trigger t before insert on mt_events for each row execute function f()", "origin" },
        { "create trigger t after truncate on mt_streams for each statement execute function f()", "origin" },
        { "create trigger t after update on entries for each row execute function f()", "origin" },
        { "alter table entries add constraint its foreign key (stream) references mt_streams (id)", "origin" },
        { "create rule r as on insert to mt_events do also notify somebody", "origin" },
        { "create trigger t after insert on others for each row execute function f()", "replica" },
    };

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Of_TablesWithOtherTriggersAndRules_PassesNothingOver(string made, string expected)
    {
        var address = await PostgresFixture.FreshDatabase();
        await using (await Open(address))
        {
            await Run(address, """
                create table entries (stream varchar primary key); create table others (id int);
                create function f() returns trigger language plpgsql as 'begin return new; end';
                """ + made);
        }

        Assert.Equal(expected, await RoleOf(address));
    }

    [Fact]
    public async Task Of_RoleWithoutTheRight_LetsPostgresLook()
    {
        var (owner, limited) = await Limited();
        await using (await Open(limited))
        {
            Assert.Equal("origin", await RoleOf(limited));
        }

        if (await Version(owner) >= ParameterGrantsSince)
        {
            await Run(owner, $"grant set on parameter session_replication_role to {NameOf(limited)}");
            Assert.Equal("replica", await RoleOf(limited));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_StreamsDeletedMeanwhile_LeavesNoOrphan(bool mayPassOver)
    {
        var address = mayPassOver ? await PostgresFixture.FreshDatabase() : (await Limited()).Limited;
        await using var store = await Open(address);
        await using var other = await Open(address);
        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers)
            .Select(w => Task.Run(() => Write(w % 2 == 0 ? store : other, w, over.Token))).ToList();
        for (var i = 0; i < Deletions; i++)
        {
            await Run(address, $"delete from mt_streams where id = 's{i % Streams}'");
        }

        await over.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Limit);

        Assert.Equal(0L, await Ask<long>(address, Orphans));
        Assert.Equal(0L, await Ask<long>(address, Gaps));
        for (var s = 0; s < Streams; s++)
        {
            Assert.True(Stored(await store.Append(Book($"s{s}", ExpectedVersion.Any, "last"))).LastVersion > 0);
        }
    }

    [Fact]
    public async Task Append_OthersInsertOrphans_AreStillRefused()
    {
        var address = await PostgresFixture.FreshDatabase();
        await using var store = await Open(address);
        await store.Append(Book("s", ExpectedVersion.None, "x"));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Run(
            store.DataSource,
            "insert into mt_events (seq_id, id, stream_id, version, data, type) values "
            + "(nextval('mt_events_sequence'), gen_random_uuid(), 'nobody', 1, '{}', 'x')"));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refused.SqlState);
    }

    private static async Task Write(PostgresEventStore store, int writer, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            await store.Append(Book($"s{(writer + i) % Streams}", ExpectedVersion.Any, $"{writer}.{i}"), default);
        }
    }

    private static async Task<string> RoleOf(string address)
    {
        await using var source = AppendConnections.Of(address, 1, [new Entries()]);
        return await Ask<string>(source, "show session_replication_role");
    }

    // A role that owns the database and its schema, and is no superuser.
    private static async Task<(string Owner, string Limited)> Limited()
    {
        var owner = await PostgresFixture.FreshDatabase();
        var its = new NpgsqlConnectionStringBuilder(owner);
        var name = $"limited_{its.Database}";
        await Run(owner, $"""
            create role {name} login password 'limited'; alter database {its.Database} owner to {name};
            alter schema public owner to {name}
            """);
        its.Username = name;
        its.Password = "limited";
        return (owner, its.ConnectionString);
    }

    private static string NameOf(string address) => new NpgsqlConnectionStringBuilder(address).Username!;

    private static async Task<int> Version(string address) =>
        int.Parse((await Ask<string>(address, "show server_version_num"))[..2], null);

    private static async Task Run(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address);
        await Run(source, sql);
    }

    private static async Task Run(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> Ask<T>(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address);
        return await Ask<T>(source, sql);
    }

    private static async Task<T> Ask<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Entries : IInlineProjection
    {
        public string Name => "entries";

        public IReadOnlyList<string> Tables => ["entries"];

        public IReadOnlyList<Type> Events => [];

        public void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch)
        {
        }
    }
}
