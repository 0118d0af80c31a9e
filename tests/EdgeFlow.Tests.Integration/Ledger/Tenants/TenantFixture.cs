using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using EdgeFlow.Api.Access;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Tenants;

/// <summary>A control plane with two tenants, each with an application and two jobs on one node; the last job waits for
/// what the others hold.</summary>
public sealed class TenantFixture : IAsyncLifetime
{
    /// <summary>Callers: role and tenant.</summary>
    public const string Operator = "operator";
    public const string North = "user north";
    public const string South = "user south";
    public const string NorthReader = "reader north";
    public const string Auditor = "reader";
    public const string Node = "node";
    public const string Nobody = "nobody";

    private readonly string folder = Directory.CreateTempSubdirectory("edgeflow-tenants-").FullName;
    private readonly Dictionary<string, HttpClient> clients = [];

    public Plane Plane { get; private set; } = null!;

    public static IReadOnlyList<string> Callers { get; } =
        [Operator, North, South, NorthReader, Auditor, Node, Nobody];

    /// <summary>All routes of the control plane.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. Plane.Control.Parts.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(route => AccessTable.Keys(route).Any())];

    private string TokensFile => Path.Combine(folder, "tokens");

    public HttpClient Of(string caller) => clients[caller];

    public static string TokenOf(string caller) => $"token-of-{caller.Replace(' ', '-')}";

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(TokensFile, $"""
            {TokenOf(Operator)} operator * ops
            {TokenOf(North)} user north ann
            {TokenOf(South)} user south bob
            {TokenOf(NorthReader)} reader north cleo
            {TokenOf(Auditor)}-of-all reader * dora
            {TokenOf(Node)}s-of-hall node * hall


            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(TokensFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Plane = await Plane.Start(options => options with
        {
            Leases = Plane.Patient, TokensFile = TokensFile, AppToken = "of-the-sidecar",
        });
        Plane.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(Operator));
        foreach (var caller in Callers)
        {
            clients[caller] = new HttpClient { BaseAddress = Plane.Control.Address };
            clients[caller].DefaultRequestHeaders.Authorization = caller == Nobody
                ? null
                : new AuthenticationHeaderValue("Bearer", TokenOf(caller) + caller switch
                {
                    Auditor => "-of-all", Node => "s-of-hall", _ => "",
                });
        }

        await Register("hall-1");
        await Declare(Of(North), Manifest("north-app"));
        await Declare(Of(South), Manifest("south-app"));
        foreach (var (caller, tenant, job) in new[]
        {
            (North, "north", "north-job"), (South, "south", "south-job"), (South, "south", "south-two"),
            (North, "north", "north-two"),
        })
        {
            await Submit(Of(caller), new JobSubmission($"{tenant}-app", Job: job));
            using var kept = await Of(caller).PutAsJsonAsync($"/v1/applications/{tenant}-app/context/some-1", job);
            Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync());
            await Plane.Until(job, view => view.Epoch > 0 || view.Reason is not null);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        await Plane.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Adds a line to the file of tokens while the control plane runs.</summary>
    public Task AddToken(string line) => File.AppendAllTextAsync(TokensFile, line + "\n");

    public static async Task Declare(HttpClient caller, string manifest)
    {
        using var content = new StringContent(manifest, Encoding.UTF8, "application/yaml");
        using var response = await caller.PostAsync("/v1/applications", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public static async Task<JobView> Submit(HttpClient caller, JobSubmission submission)
    {
        using var response = await caller.PostAsJsonAsync("/v1/jobs", submission, ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!;
    }

    /// <summary>An application of which each job holds one of the node's three accelerators.</summary>
    public static string Manifest(string name) => $$"""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: {{name}} }
        spec:
          mode: stream
          tasks:
            - id: count
              stage: { builtin: numbers }
              work: 0.001
              memory: 1KB
            - id: see
              stage: { builtin: tag }
              needs: [{ task: count, data: 1KB }]
              work: 1
              memory: 1KB
              accelerators: { npu: 1 }
        """;

    private async Task Register(string name)
    {
        var none = new Dictionary<string, string>();
        using var response = await Of(Node).PostAsJsonAsync(
            "/v1/nodes",
            new NodeRegistration(
                name, "p1", "http://127.0.0.1:9", 10, 1_000_000, "kind", "", none, none,
                new Dictionary<string, int> { ["npu"] = 3 }),
            ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
