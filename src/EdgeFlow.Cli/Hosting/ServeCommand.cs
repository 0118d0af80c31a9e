using System.CommandLine;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.Ledger.Audit;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Cli.Hosting;

/// <summary><c>edgeflow serve</c>: a control plane on this machine.</summary>
internal static class ServeCommand
{
    private static readonly Option<Uri> Listen = new("--listen")
    {
        Description = $"Where the HTTP API listens ({ServerOptions.DefaultServer})",
        DefaultValueFactory = _ => new Uri(ServerOptions.DefaultServer),
        CustomParser = ServerOptions.Address,
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "Connection string of a PostgreSQL (or EDGEFLOW_DATABASE); otherwise one is run in --data",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("EDGEFLOW_DATABASE") is { Length: > 0 } value
            ? value
            : null,
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the PostgreSQL that it runs",
        DefaultValueFactory = _ => Path.Combine(".edgeflow", "data"),
    };

    private static readonly Option<string?> AuditFolder = new("--audit-folder")
    {
        Description = "Folder of the key that signs the audit chain; without it, 'audit' in --data",
    };

    private static readonly Option<string> SidecarListen = new("--sidecar-listen")
    {
        Description = "Where the embedded workflow sidecar listens, HOST:PORT; port 0 takes a free one",
        DefaultValueFactory = _ => "127.0.0.1:0",
    };

    private static readonly Option<Uri?> SidecarAddress = new("--sidecar-address")
    {
        Description = "Address under which nodes reach that sidecar, where it is another",
        CustomParser = ServerOptions.Address,
    };

    private static readonly Option<int> LeaseMs = new("--lease-ms")
    {
        Description = "A node is given up when nothing is heard of it for this long",
        DefaultValueFactory = _ => (int)new LeaseOptions().Lease.TotalMilliseconds,
    };

    private static readonly Option<string?> Tokens = new("--tokens")
    {
        Description = "File of tokens (mode 600), a line each: TOKEN ROLE TENANT ACTOR; see `token new`. Read again "
            + "when it changes",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("serve", "Run a control plane on this machine, until Ctrl-C")
        {
            Listen, Database, Data, AuditFolder, SidecarListen, SidecarAddress, LeaseMs, Tokens,
            Lifetime.UntilInputCloses,
        };
        foreach (var flag in PlanningFlags.All.Concat(ExchangeFlags.All).Concat(BlockFlags.All))
        {
            command.Add(flag);
        }

        command.SetAction((parsed, cancel) => Lifetime.Run(parsed, token => Run(parsed, token), cancel));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var loggers = Logging.Make();
        await using var control = await Start(parsed, loggers, cancel);
        Console.WriteLine($"The control plane answers at {control.Address}");
        await Task.Delay(Timeout.Infinite, cancel);
    }

    private static async Task<ControlPlane> Start(ParseResult parsed, ILoggerFactory loggers, CancellationToken cancel)
    {
        try
        {
            return await ControlPlane.StartAsync(Options(parsed), loggers, cancellationToken: cancel);
        }
        catch (ArgumentException wrong)
        {
            throw new UserErrorException(wrong.Message);
        }
        catch (ForeignSidecarException wrong)
        {
            throw new UserErrorException(wrong.Message);
        }
        catch (TokenFileException wrong)
        {
            throw new UserErrorException($"--tokens {wrong.Message}");
        }
    }

    private static ControlPlaneOptions Options(ParseResult parsed)
    {
        const int LeastLeaseMs = 200;
        var lease = parsed.GetValue(LeaseMs);
        if (lease < LeastLeaseMs)
        {
            throw new UserErrorException($"--lease-ms {lease}: a lease is at least {LeastLeaseMs} ms.");
        }

        return new ControlPlaneOptions
        {
            Listen = parsed.GetValue(Listen)!,
            Database = parsed.GetValue(Database),
            DataFolder = Path.GetFullPath(parsed.GetValue(Data)!),
            Audit = parsed.GetValue(AuditFolder) is { } audit
                ? new AuditOptions { Folder = Path.GetFullPath(audit) }
                : null,
            SidecarListen = parsed.GetValue(SidecarListen)!,
            SidecarAdvertised = parsed.GetValue(SidecarAddress),
            SidecarToken = Variable("DAPR_API_TOKEN"),
            AppToken = Variable("APP_API_TOKEN"),
            ApiToken = parsed.GetValue(ServerOptions.Token),
            TokensFile = parsed.GetValue(Tokens) is { } tokens ? Path.GetFullPath(tokens) : null,
            Planning = PlanningFlags.Read(parsed),
            Exchange = ExchangeFlags.Read(parsed),
            Blocks = BlockFlags.Read(parsed),
            Leases = new LeaseOptions
            {
                Lease = TimeSpan.FromMilliseconds(lease),
                Heartbeat = TimeSpan.FromMilliseconds(lease / 5.0),
                SuspectAfter = TimeSpan.FromMilliseconds(lease / 2.0),
            },
        };
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
