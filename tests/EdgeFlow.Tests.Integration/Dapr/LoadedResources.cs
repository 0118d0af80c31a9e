using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>
/// A sidecar of the control plane and one of a node that were given the folder <c>components</c> as it is, with a real
/// Redis, MQTT broker and PostgreSQL, a file of secrets, and a Kafka that is not there.
/// </summary>
public sealed class LoadedResources : IAsyncLifetime
{
    private readonly Stack<IAsyncDisposable> parts = [];

    public string? Missing { get; } = DaprBed.Missing ?? RedisServer.Missing ?? MosquittoBroker.Missing;

    /// <summary>The control plane's sidecar.</summary>
    public LoadedSidecar ControlPlane { get; private set; } = null!;

    /// <summary>The sidecar of a node.</summary>
    public LoadedSidecar Node { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        var redis = Kept(await RedisServer.Start());
        var mqtt = Kept(await MosquittoBroker.Start());
        var bed = Kept(await DaprBed.Start());
        await File.WriteAllTextAsync(Path.Combine(bed.Folder, "secrets.json"), """{"ocr-key": {"bearer": "s3cret"}}""");
        var environment = new Dictionary<string, string>
        {
            ["EDGEFLOW_STATE_DATABASE"] = DaprBed.Libpq(await PostgresFixture.FreshDatabase()),
            ["EDGEFLOW_SETTINGS_DATABASE"] = DaprBed.Libpq(await SettingsDatabase()),
            ["EDGEFLOW_REDIS_HOST"] = redis.Address,
            ["EDGEFLOW_REDIS_PASSWORD"] = "",
            ["EDGEFLOW_MQTT_URL"] = $"mqtt://{mqtt.Address}",
            ["EDGEFLOW_KAFKA_BROKERS"] = $"127.0.0.1:{FreePorts.Take(1)[0]}",
            ["EDGEFLOW_SECRETS_FILE"] = Path.Combine(bed.Folder, "secrets.json"),
        };
        ControlPlane = await Loaded(bed, "edgeflow", environment);
        Node = await Loaded(bed, "edge", environment);
    }

    public async Task DisposeAsync()
    {
        ControlPlane?.Http.Dispose();
        Node?.Http.Dispose();
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private static async Task<LoadedSidecar> Loaded(
        DaprBed bed, string app, IReadOnlyDictionary<string, string> environment)
    {
        var sidecar = await bed.Sidecar(new DaprdOptions
        {
            AppId = app, ActorState = false, LogLevel = "info", Environment = environment,
            ResourceFolders = [RepositoryFolder.File("components")],
        });
        var http = new DaprHttp(new DaprEndpoint(sidecar.Http, null));
        var metadata = await SidecarMetadata.Ask(http, CancellationToken.None);
        return new LoadedSidecar(http, [.. metadata.Components.Select(component => component.Name)], sidecar.Log());
    }

    private static async Task<string> SettingsDatabase()
    {
        var database = await PostgresFixture.FreshDatabase();
        await using var source = NpgsqlDataSource.Create(database);
        await using var create = source.CreateCommand(
            "create table settings (key text primary key, value text not null, version text not null, metadata json)");
        await create.ExecuteNonQueryAsync();
        return database;
    }

    private T Kept<T>(T part)
        where T : IAsyncDisposable
    {
        parts.Push(part);
        return part;
    }
}
