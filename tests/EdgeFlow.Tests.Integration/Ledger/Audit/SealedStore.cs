using EdgeFlow.Control.Database;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger.Audit;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Verification;
using EdgeFlow.Ledger.Database;
using EdgeFlow.Protocol.Audit;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Audit;

/// <summary>An event store on a fresh database, and the parts of the audit chain over it, without a control
/// plane.</summary>
public sealed class SealedStore : IAsyncDisposable
{
    private readonly ControlDatabase database;

    private SealedStore(ControlDatabase database, AuditOptions options)
    {
        this.database = database;
        Options = options;
        Chain = new ChainStore(database.Source);
        Ring = new KeyRing(Chain, options, TimeProvider.System);
        Sealer = new Sealer(database.Store, Chain, Ring, options, TimeProvider.System);
        Verifier = new LiveVerifier(database.Source, Chain, Ring, TimeProvider.System);
        Writer = new ExportWriter(database.Source, Chain, Ring, TimeProvider.System);
    }

    public AuditOptions Options { get; }

    public ChainStore Chain { get; }

    public KeyRing Ring { get; }

    public Sealer Sealer { get; }

    public LiveVerifier Verifier { get; }

    public ExportWriter Writer { get; }

    public PostgresEventStore Store => database.Store;

    public NpgsqlDataSource Source => database.Source;

    public static async Task<SealedStore> Open(Func<AuditOptions, AuditOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("edgeflow-audit-").FullName;
        var database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), folder), TimeProvider.System,
            NullLogger.Instance, default);
        await LedgerSchema.Apply(database.Source, default);
        var options = new AuditOptions { Folder = folder };
        return new SealedStore(database, change?.Invoke(options) ?? options);
    }

    /// <summary>Appends so many events to a stream of its own.</summary>
    public async Task Append(string link, int events)
    {
        for (var i = 0; i < events; i++)
        {
            var appended = await Store.Append(AppendRequest.To(
                $"link-{link}", "link", ExpectedVersion.Any,
                new LinkDegraded(
                    new LinkId(link), new BitsPerSecond(1000 + i), "„as told“ \u2028 \\ \"",
                    DateTimeOffset.UnixEpoch)) with
            {
                Metadata = new EventMetadata("story", null, "somebody: \u00e4"),
            });
            Assert.IsType<AppendResult.Appended>(appended);
        }
    }

    /// <summary>Changes rows as somebody would who has the database's password.</summary>
    public async Task Tamper(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stores the blocks as they were stored before entries were packed.</summary>
    public async Task UnpackBlocks()
    {
        var all = new List<SealedBlock>();
        await foreach (var together in Chain.AllBlocks(long.MaxValue, default))
        {
            all.AddRange(together);
        }

        foreach (var block in all)
        {
            await using var update = Source.CreateCommand("""
                update ledger_blocks set seqs = $3, streams = $4, versions = $5, bodies = $6, events = null,
                    entries = null
                where tenant_id = $1 and number = $2
                """);
            update.Parameters.AddWithValue(block.Head.Tenant);
            update.Parameters.AddWithValue(block.Head.Number);
            update.Parameters.AddWithValue(block.Entries.Select(entry => entry.Sequence).ToArray());
            update.Parameters.AddWithValue(block.Entries.Select(entry => entry.Stream!).ToArray());
            update.Parameters.AddWithValue(block.Entries.Select(entry => entry.Version).ToArray());
            update.Parameters.AddWithValue(block.Entries.SelectMany(entry => entry.Body.ToArray()).ToArray());
            await update.ExecuteNonQueryAsync();
        }
    }

    public Task<AuditReport> Verify() => Verifier.Verify(null, default);

    /// <summary>An export as text.</summary>
    public async Task<string> Export(ExportRequest? request = null)
    {
        var (keys, signer) = await Writer.Keys(default);
        using var to = new MemoryStream();
        await Writer.Write(request ?? new ExportRequest("*DEFAULT*", null, null, null), keys, signer!, to, default);
        return System.Text.Encoding.UTF8.GetString(to.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        await database.DisposeAsync();
        Directory.Delete(Options.Folder, recursive: true);
    }
}
