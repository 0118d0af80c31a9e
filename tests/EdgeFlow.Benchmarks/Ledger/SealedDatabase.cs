using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Ledger.Audit;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Database;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>An event store on a database of its own with the parts of the audit chain over it.</summary>
internal sealed class SealedDatabase : IAsyncDisposable
{
    private SealedDatabase(PostgresEventStore store, AuditOptions options)
    {
        (Store, Options) = (store, options);
        Chain = new ChainStore(store.DataSource);
        Ring = new KeyRing(Chain, options, TimeProvider.System);
        Sealer = new Sealer(store, Chain, Ring, options, TimeProvider.System);
    }

    public PostgresEventStore Store { get; }

    public AuditOptions Options { get; }

    public ChainStore Chain { get; }

    public KeyRing Ring { get; }

    public Sealer Sealer { get; }

    public static async Task<SealedDatabase> Open(BenchmarkDatabase database, string name)
    {
        var store = await PostgresEventStore.Open(new EventStoreOptions
        {
            ConnectionString = await database.Fresh(name),
            Registry = new EventRegistry().Register<BenchmarkTaskCompleted>(),
        });
        await LedgerSchema.Apply(store.DataSource, default);
        return new SealedDatabase(store, new AuditOptions { Folder = ScratchFolder.Make("audit") });
    }

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(Options.Folder, recursive: true);
    }
}
