using EdgeFlow.Control.ReadModels;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Hosting;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.EventStore.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Database;

/// <summary>The database of a control plane: the server (a given one, or one that we run), its tables, and the event
/// store.</summary>
public sealed class ControlDatabase : IAsyncDisposable
{
    private static readonly string[] Scripts =
    [
        "0001-read-models", "0002-results", "0003-deciding", "0004-solves", "0005-tenants", "0060-reruns",
        "0070-personal",
    ];

    private readonly PostgresServer server;

    private ControlDatabase(PostgresServer server, PostgresEventStore store)
    {
        this.server = server;
        Store = store;
    }

    /// <summary>The read models, each changed in the transaction that appends.</summary>
    public static IReadOnlyList<IInlineProjection> Projections { get; } =
        [new ApplicationsTable(), new JobsTable(), new LinksTable(), new NodesTable(), new JobPlansTable()];

    /// <summary>The event store.</summary>
    public PostgresEventStore Store { get; }

    /// <summary>The address of the database.</summary>
    public string ConnectionString => server.ConnectionString;

    /// <summary>Connections for read models and results.</summary>
    public NpgsqlDataSource Source => Store.DataSource;

    /// <summary>Finds or starts the server and brings all tables up to date.</summary>
    /// <param name="options">Which server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where deliveries that fail are reported.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="PostgresStartException">No server was found, or it does not answer.</exception>
    public static async Task<ControlDatabase> Open(
        DatabaseOptions options, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var postgres = new PostgresOptions { Folder = options.Folder, ConnectionString = options.ConnectionString };
        var server = await PostgresServer.Start(postgres, time, cancellationToken).ConfigureAwait(false);
        try
        {
            var store = await OpenStore(server.ConnectionString, time, log, cancellationToken).ConfigureAwait(false);
            return new ControlDatabase(server, store);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How this version reads and writes events, those of older versions too. A name that was given up is
    /// upcast here.</summary>
    public static EventRegistry Registry()
    {
        var registry = new EventRegistry(DomainJson.Options);
        foreach (var type in EventCatalog.All)
        {
            registry.Register(type.Type, type.Name);
        }

        return registry;
    }

    /// <summary>Makes every read model again from the first event, beside the running one.</summary>
    public async Task Rebuild(CancellationToken cancellationToken)
    {
        foreach (var projection in Projections)
        {
            await Store.Rebuild(projection, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the store, then stops the server if it is ours.</summary>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<PostgresEventStore> OpenStore(
        string connectionString, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        await using (var migrations = NpgsqlDataSource.Create(connectionString))
        {
            var assembly = typeof(ControlDatabase).Assembly;
            await SchemaMigration.Apply(
                migrations, "control", [.. Scripts.Select(name => SchemaScript.Embedded(assembly, name))],
                cancellationToken).ConfigureAwait(false);
        }

        var options = new EventStoreOptions
        {
            ConnectionString = connectionString,
            Registry = Registry(),
            Projections = Projections,
            Time = time,
            Logger = log,
        };
        return await PostgresEventStore.Open(options, cancellationToken).ConfigureAwait(false);
    }
}
