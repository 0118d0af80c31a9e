using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Ledger.Audit;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.External;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.Postgres;
using EdgeFlow.Tests.Integration.StageWorker;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Secrets;

/// <summary>A control plane and a node whose every trace can be searched: database, files, logs, answers.</summary>
public sealed class SecretWorld : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edgeflow-secrets-").FullName;
    private readonly LogBook log = new();
    private readonly ILoggerFactory loggers;
    private readonly HttpClient http = new();
    private string database = "";
    private ControlPlane? control;
    private NodeHost? node;

    private SecretWorld() => loggers = LoggerFactory.Create(
        logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));

    public static async Task<SecretWorld> Start(ISecretStore secrets)
    {
        var world = new SecretWorld { database = await PostgresFixture.FreshDatabase() };
        world.control = await ControlPlane.StartAsync(
            new ControlPlaneOptions
            {
                Listen = new Uri("http://127.0.0.1:0"), Database = world.database, Leases = Plane.Patient,
                Audit = new AuditOptions { Folder = Path.Combine(world.folder, "audit") },
            },
            world.loggers);
        world.http.BaseAddress = world.control.Address;
        var options = new StageWorkerOptions
        {
            Name = "keeper", ControlPlane = world.control.Address, ModelsFolder = world.folder,
            InputsFolder = world.folder, StateFolder = Path.Combine(world.folder, "keeper"), SharesProcess = true,
            Secrets = secrets,
        };
        world.node = new NodeHost(
            options, new StageCatalog([new TestStages("numbers"), new ExternalFactory([])]), world.loggers);
        await world.node.StartAsync(default);
        return world;
    }

    /// <summary>Declares a batch of one frame that is sent to an address with a secret, and runs it to its
    /// end.</summary>
    public async Task<JobView> Run(string name, string url, string secret, string headers = "X-Api-Key")
    {
        using var manifest = new StringContent($$$"""
            apiVersion: edgeflow.io/v1
            kind: Application
            metadata: { name: {{{name}}} }
            spec:
              mode: batch
              frames: 1
              tasks:
                - { id: count, stage: { builtin: numbers, with: { name: {{{name}}} } }, work: 0.001, memory: 1MB }
                - id: ask
                  stage:
                    external: {{{url}}}
                    with: { headers: { {{{headers}}}: { secretRef: { store: vault, name: {{{secret}}} } } } }
                  needs: [{ task: count, data: 1KB }]
                  work: 0.001
                  memory: 1MB
                  retry: { attempts: 1 }
            """, Encoding.UTF8, "application/yaml");
        using var declared = await http.PostAsync("/v1/applications", manifest);
        Assert.True(declared.IsSuccessStatusCode, await declared.Content.ReadAsStringAsync());
        using var submitted = await http.PostAsJsonAsync(
            "/v1/jobs", new JobSubmission(name) { Job = name }, ProtocolJson.Options);
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var job = (await http.GetFromJsonAsync<JobView>($"/v1/jobs/{name}", ProtocolJson.Options))!;
            if (job.Status is JobStatus.Completed or JobStatus.Failed)
            {
                return job;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{job}\n{string.Join('\n', log.Lines.TakeLast(50))}");
            await Task.Delay(20);
        }
    }

    public Task<string> Get(string path) => http.GetStringAsync(path);

    /// <summary>Every trace that holds a value, as it is, in base64 or as the hex of a column of bytes.</summary>
    public async Task<IReadOnlyList<string>> Traces(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        string[] forms = [value, Convert.ToBase64String(bytes), Convert.ToHexStringLower(bytes)];
        var traces = new List<string>();
        await foreach (var (place, text) in Everything())
        {
            traces.AddRange(forms.Where(form => text.Contains(form, StringComparison.Ordinal))
                .Select(form => $"{place}: {form}"));
        }

        return traces;
    }

    public async ValueTask DisposeAsync()
    {
        await (node?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (control?.DisposeAsync() ?? ValueTask.CompletedTask);
        http.Dispose();
        loggers.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async IAsyncEnumerable<(string Place, string Text)> Everything()
    {
        foreach (var line in log.Lines)
        {
            yield return ("log", line);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            yield return (file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }

        await using var source = NpgsqlDataSource.Create(database);
        var rows = 0;
        foreach (var table in await Texts(source, """
            select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
            """))
        {
            foreach (var row in await Texts(source, $"select t::text from {table} t"))
            {
                rows++;
                yield return (table, row);
            }
        }

        Assert.True(rows > 50, $"only {rows} rows were searched");
    }

    private static async Task<List<string>> Texts(NpgsqlDataSource source, string select)
    {
        await using var command = source.CreateCommand(select);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
