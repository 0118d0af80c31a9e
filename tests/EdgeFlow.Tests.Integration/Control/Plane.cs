using Xunit;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Ledger.Audit;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.Tests.Integration.Postgres;
using EdgeFlow.Tests.Integration.StageWorker;
using EdgeFlow.Durable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Tests.Integration.Control;

/// <summary>A control plane on a fresh database of the shared PostgreSQL, and real nodes in this process.</summary>
public sealed class Plane : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edgeflow-plane-").FullName;
    private readonly Dictionary<string, NodeHost> nodes = [];
    private ControlPlaneOptions options;

    private Plane(ControlPlaneOptions options) => this.options = options with
    {
        Audit = options.Audit ?? new AuditOptions { Folder = Path.Combine(folder, "audit") },
    };

    /// <summary>For nodes that are registered by hand and send no heartbeats: nobody gives them up.</summary>
    public static LeaseOptions Patient { get; } = new()
    {
        Lease = TimeSpan.FromHours(1), SuspectAfter = TimeSpan.FromHours(1), StartGrace = TimeSpan.FromHours(1),
    };

    public ControlPlane Control { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    public static ILoggerFactory Log { get; } = LoggerFactory.Create(logging =>
    {
        if (Environment.GetEnvironmentVariable("EDGEFLOW_TEST_LOG") is { Length: > 0 })
        {
            logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft", LogLevel.Warning);
        }
    });

    public static async Task<Plane> Start(Func<ControlPlaneOptions, ControlPlaneOptions>? change = null)
    {
        var options = new ControlPlaneOptions
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Database = await PostgresFixture.FreshDatabase(),
        };
        var plane = new Plane(change?.Invoke(options) ?? options);
        await plane.StartControl();
        return plane;
    }

    /// <summary>Ends the control plane and starts it again on the same database and ports.</summary>
    /// <param name="change">Makes other options of it; null for the same.</param>
    public async Task Restart(Func<ControlPlaneOptions, ControlPlaneOptions>? change = null)
    {
        await Control.StopAsync();
        options = change?.Invoke(options) ?? options;
        await StartControl();
    }

    public Task<ControlPlane> Another() => ControlPlane.StartAsync(
        options with { Listen = new Uri("http://127.0.0.1:0"), SidecarListen = "127.0.0.1:0" }, Log);

    public async Task<NodeHost> AddNode(
        string name, Uri? control = null, Func<StageWorkerOptions, StageWorkerOptions>? change = null,
        StageCatalog? catalog = null)
    {
        var plain = new StageWorkerOptions
        {
            Name = name,
            ControlPlane = control ?? Control.Address,
            ModelsFolder = folder,
            InputsFolder = folder,
            StateFolder = Path.Combine(folder, name),
            SharesProcess = true,
        };
        var node = new NodeHost(change?.Invoke(plain) ?? plain, catalog ?? TestStages.Catalog, Log);
        nodes[name] = node;
        await node.StartAsync(default);
        return node;
    }

    /// <summary>Ends a node without a word, as kill -9 would.</summary>
    public async Task Kill(string name)
    {
        await nodes[name].DisposeAsync();
        nodes.Remove(name);
    }

    public async Task Declare(string manifest)
    {
        using var content = new StringContent(manifest, Encoding.UTF8, "application/yaml");
        var response = await Http.PostAsync("/v1/applications", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JobView> Submit(JobSubmission submission)
    {
        var response = await Http.PostAsJsonAsync("/v1/jobs", submission, ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!;
    }

    public async Task<T> Get<T>(string path) => (await Http.GetFromJsonAsync<T>(path, ProtocolJson.Options))!;

    public Task<JobView> Job(string job) => Get<JobView>($"/v1/jobs/{job}");

    public async Task<IReadOnlyList<EventView>> Events(string? stream = null) =>
        (await Get<Page<EventView>>($"/v1/events?limit=1000{(stream is null ? "" : $"&stream={stream}")}")).Items;

    /// <summary>The job once it is as wanted, told with its events when it never is.</summary>
    public async Task<JobView> Until(string job, Func<JobView, bool> condition, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            // While the database is away the answer is a problem, and the question is asked again.
            using var response = await Http.GetAsync($"/v1/jobs/{job}");
            var view = response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options)
                : null;
            if (view is not null && condition(view))
            {
                return view;
            }

            if (watch.Elapsed.TotalSeconds > seconds)
            {
                var events = (await Events()).Select(item => $"{item.Sequence} {item.Stream} {item.Type} {item.Data}");
                throw new TimeoutException($"{view}\n{string.Join('\n', events)}\n{await WorkflowHistory(job)}");
            }

            await Task.Delay(20);
        }
    }

    // A job that waits has no workflow yet: that must not hide why the test failed.
    private async Task<string> WorkflowHistory(string job)
    {
        try
        {
            return string.Join('\n', await Control.Parts.GetRequiredService<WorkflowClient>().History(job));
        }
        catch (EdgeFlow.Durable.Grpc.GrpcException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Waits until the plan in force has let an ended job go.</summary>
    public async Task Departed(string job)
    {
        while (!(await Get<Page<PlanView>>("/v1/plans")).Items.Any(plan => plan.Departed.Contains(job)))
        {
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Values)
        {
            await node.DisposeAsync();
        }

        await Control.DisposeAsync();
        Http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartControl()
    {
        Control = await ControlPlane.StartAsync(options, Log);
        options = options with
        {
            Listen = Control.Address,
            SidecarListen = $"127.0.0.1:{Control.Sidecar.Address.Port}",
        };
        Http.BaseAddress ??= Control.Address;
    }
}
