using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Network;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Sidecars;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.Cli.Hosting;

/// <summary><c>edgeflow node</c>: a stage worker on this machine.</summary>
internal static class NodeCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The node's name: a-z, 0-9 and '-'" };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where frames are received, ADDRESS:PORT; port 0 takes a free one",
        DefaultValueFactory = _ => "127.0.0.1:0",
    };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Address under which other nodes reach this one, e.g. http://edge-7:7710, where it is another",
    };

    private static readonly Option<string?> Sidecar = new("--sidecar")
    {
        Description = "gRPC address of the workflow sidecar; otherwise the one that DAPR_GRPC_PORT names, or the "
            + "control plane's",
    };

    private static readonly Option<Uri?> ControlPlane = new("--control-plane")
    {
        Description = "Control plane, where it is not --server: an http address, or dapr://edgeflow to reach it "
            + "through the node's own Dapr sidecar",
        CustomParser = ServerOptions.AddressOrApp,
    };

    private static readonly Option<double?> Cpu = new("--cpu") { Description = "Cores it may keep busy, e.g. 0.5" };
    private static readonly Option<string?> Memory = new("--memory") { Description = "Memory for stages, e.g. 600MB" };
    private static readonly Option<string> Zone = new("--zone") { Description = "Zone", DefaultValueFactory = _ => "" };
    private static readonly Option<string[]> Label = new("--label") { Description = "Label, KEY=VALUE; repeatable" };
    private static readonly Option<string[]> Taint = new("--taint") { Description = "Taint, KEY=VALUE; repeatable" };

    private static readonly Option<string[]> Accelerator = new("--accelerator")
    {
        Description = "Accelerator, NAME=COUNT, e.g. gpu=1; repeatable",
    };

    private static readonly Option<double?> Price = new("--price")
    {
        Description = "Price of an hour of its whole computation",
    };

    private static readonly Option<string[]> Energy = new("--energy")
    {
        Description = "Power in watts, idle=W and busy=W (on top while it computes); repeatable",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Models = new("--models")
    {
        Description = "Folder of the model files",
        DefaultValueFactory = _ => ".edgeflow/models",
    };

    private static readonly Option<string> Inputs = new("--inputs")
    {
        Description = "Folder that source stages may read",
        DefaultValueFactory = _ => "workflows/samples",
    };

    private static readonly Option<string[]> ExternalHost = new("--external-host")
    {
        Description = "Host that http external stages may call, besides loopback; repeatable",
    };

    private static readonly Option<string?> Secrets = new("--secrets")
    {
        Description = "Where stages' secrets are: env (variables EDGEFLOW_SECRET_STORE_NAME) or a JSON file (mode "
            + "600); without it, the sidecar's secret stores if there is a sidecar",
    };

    private static readonly Option<string?> State = new("--state")
    {
        Description = "Folder of its journal and artifacts (.edgeflow/nodes/NAME)",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("node", "Run a stage worker on this machine, until Ctrl-C")
        {
            Name, Listen, Address, ControlPlane, Sidecar, Cpu, Memory, Zone, Label, Taint, Accelerator, Price, Energy,
            Models, Inputs, ExternalHost, Secrets, State, Lifetime.UntilInputCloses,
        };
        command.SetAction((parsed, cancel) => Lifetime.Run(parsed, token => Run(parsed, token), cancel));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        using var loggers = Logging.Make();
        var options = Options(parsed) with { Secrets = await SecretsOf(parsed, cancel) };
        if (options.Wrong() is { } wrong)
        {
            throw new UserErrorException(wrong);
        }

        try
        {
            var stages = StageCatalog.BuiltIn(parsed.GetValue(ExternalHost) ?? [], options.OwnSidecar?.Http);
            await NodeProcess.Run(options, stages, loggers, cancel);
        }
        catch (Exception refused) when (refused is NodeNameTakenException or ForeignSidecarException)
        {
            throw new UserErrorException(refused.Message);
        }
    }

    private static async Task<ISecretStore?> SecretsOf(ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            return await SecretSource.Choose(parsed.GetValue(Secrets), cancel);
        }
        catch (SecretStoreException wrong)
        {
            throw new UserErrorException($"Secrets: {wrong.Message}.");
        }    }

    private static StageWorkerOptions Options(ParseResult parsed)
    {
        var name = parsed.GetValue(Name)!;
        var energy = Energies(parsed.GetValue(Energy));
        return new StageWorkerOptions
        {
            Name = name,
            ControlPlane = parsed.GetValue(ControlPlane) ?? parsed.GetValue(ServerOptions.Server)!,
            OwnSidecar = Own(),
            SidecarToken = Environment.GetEnvironmentVariable("DAPR_API_TOKEN"),
            AppToken = Environment.GetEnvironmentVariable("APP_API_TOKEN"),
            Sidecar = parsed.GetValue(Sidecar),
            Listen = parsed.GetValue(Listen)!,
            AdvertisedAddress = parsed.GetValue(Address),
            ModelsFolder = Path.GetFullPath(parsed.GetValue(Models)!),
            InputsFolder = Path.GetFullPath(parsed.GetValue(Inputs)!),
            StateFolder = Path.GetFullPath(parsed.GetValue(State) ?? Path.Combine(".edgeflow", "nodes", name)),
            CpuLimit = parsed.GetValue(Cpu),
            MemoryBytes = parsed.GetValue(Memory) is { } memory ? Quantity.Size(memory) : null,
            Zone = parsed.GetValue(Zone)!,
            Labels = Pairs.Parse(parsed.GetValue(Label)),
            Taints = Pairs.Parse(parsed.GetValue(Taint)),
            Accelerators = Pairs.Counts("--accelerator", parsed.GetValue(Accelerator)),
            PricePerHour = parsed.GetValue(Price),
            IdleWatts = energy.Idle,
            BusyWatts = energy.Busy,
            ApiToken = parsed.GetValue(ServerOptions.Token),
        };
    }

    private static OwnSidecar? Own()
    {
        try
        {
            return OwnSidecar.From(Environment.GetEnvironmentVariable);
        }
        catch (ArgumentException wrong)
        {
            throw new UserErrorException(wrong.Message);
        }
    }

    private static (double? Idle, double? Busy) Energies(string[]? options)
    {
        var watts = Pairs.Numbers("--energy", options, "idle", "busy");
        return (
            watts.TryGetValue("idle", out var idle) ? idle : null,
            watts.TryGetValue("busy", out var busy) ? busy : null);
    }
}
