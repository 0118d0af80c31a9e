using System.Globalization;
using EdgeFlow.Dapr;
using EdgeFlow.Durable;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Sidecars;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>
/// A control plane and two nodes, each with a daprd of its own, under all that <c>dapr/secure</c> says: certificates
/// from sentry, access policies, tokens both ways; and a stranger, an application that nobody invited.
/// </summary>
public sealed class SecureNetwork : IAsyncLifetime
{
    /// <summary>What nodes show to the control plane and to each other.</summary>
    public const string Bearer = "edgeflow-s3cret";

    /// <summary>What our processes show to their sidecars.</summary>
    public const string ApiToken = "api-s3cret";

    /// <summary>What the sidecars show to our processes.</summary>
    public const string AppToken = "app-s3cret";

    private DaprBed? bed;

    public string? Missing { get; private set; } = DaprBed.Missing;

    public Plane Plane { get; private set; } = null!;

    public Daprd Control { get; private set; } = null!;

    public Daprd Edge { get; private set; } = null!;

    public Daprd Stranger { get; private set; } = null!;

    /// <summary>The control plane's own port, past its sidecar.</summary>
    public int ControlPort { get; private set; }

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        bed = await DaprBed.Start(new DaprBedOptions
        {
            Mtls = true, StateConnection = await PostgresFixture.FreshDatabase(),
        });
        var ports = FreePorts.Take(3);
        ControlPort = ports[0];
        Control = await Sidecar("edgeflow", ports[0], "control-plane.yaml");
        Edge = await Sidecar("edge", ports[1], "node.yaml");
        var fog = await Sidecar("fog", ports[2], "node.yaml");
        Stranger = await Sidecar("stranger", null, null);
        Plane = await Plane.Start(options => options with
        {
            Listen = Loopback(ports[0]), Sidecar = Control.Grpc, SidecarToken = ApiToken, AppToken = AppToken,
            ApiToken = Bearer, Leases = Plane.Patient,
        });
        Plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", Bearer);
        await AddNode(Edge, ports[1]);
        await AddNode(fog, ports[2]);
    }

    public async Task DisposeAsync()
    {
        if (Plane is not null)
        {
            await Plane.DisposeAsync();
        }

        if (bed is not null)
        {
            await bed.DisposeAsync();
        }
    }

    /// <summary>An application's way to its sidecar.</summary>
    public static DaprHttp Of(Daprd sidecar, string? token = ApiToken) => new(new DaprEndpoint(sidecar.Http, token));

    public async Task<JobView> Finished(string job) =>
        await Plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed, 180);

    /// <summary>The applications that the job's directives went to, by the record of its workflow.</summary>
    public async Task<IReadOnlyList<string>> AppsAskedFor(string job)
    {
        var history = await Plane.Control.Parts.GetRequiredService<WorkflowClient>().History(job);
        return history.Where(item => item.TaskScheduled is not null && item.Router is { HasTargetAppID: true })
            .Select(item => item.Router.TargetAppID).Distinct().ToList();
    }

    private Task<Daprd> Sidecar(string app, int? port, string? configuration) => bed!.Sidecar(new DaprdOptions
    {
        AppId = app,
        AppPort = port,
        Configuration = configuration is null
            ? null
            : File.ReadAllText(RepositoryFolder.File($"dapr/secure/{configuration}")),
        ResourceFolders = configuration is null ? [] : [RepositoryFolder.File("dapr/secure/resources")],
        Environment = new Dictionary<string, string>
        {
            ["DAPR_API_TOKEN"] = ApiToken, ["APP_API_TOKEN"] = AppToken, ["NAMESPACE"] = "default",
        },
    });

    private Task<NodeHost> AddNode(Daprd sidecar, int port) => Plane.AddNode(
        sidecar.AppId, new Uri("dapr://edgeflow"), options => options with
        {
            Listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
            AppToken = AppToken,
            ApiToken = Bearer,
            OwnSidecar = new OwnSidecar(
                sidecar.Grpc, new DaprEndpoint(sidecar.Http, ApiToken), ApiToken, sidecar.AppId),
        });

    private static Uri Loopback(int port) => new($"http://127.0.0.1:{port}");
}
