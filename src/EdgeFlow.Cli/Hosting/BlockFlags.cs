using System.CommandLine;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Bindings;

namespace EdgeFlow.Cli.Hosting;

/// <summary>Which of Dapr's building blocks a control plane uses.</summary>
internal static class BlockFlags
{
    private static readonly Option<string?> Configuration = new("--configuration")
    {
        Description = "Dapr configuration store that the planner's settings are taken from, live",
    };

    private static readonly Option<string?> ContextStore = new("--context-store")
    {
        Description = "Dapr state store of applications' contexts; without it, the control plane's database",
    };

    private static readonly Option<string?> LockStore = new("--lock-store")
    {
        Description = "Dapr lock store; without it, the control plane's database",
    };

    private static readonly Option<string?> Bindings = new("--bindings")
    {
        Description = "YAML file that says which Dapr binding starts which application",
    };

    /// <summary>The options, to be hung into a command.</summary>
    public static IEnumerable<Option> All => [Configuration, ContextStore, LockStore, Bindings];

    /// <summary>What they say.</summary>
    /// <exception cref="UserErrorException">The file of bindings cannot be used.</exception>
    public static BuildingBlocks Read(ParseResult parsed)
    {
        try
        {
            var blocks = new BuildingBlocks
            {
                ConfigurationStore = parsed.GetValue(Configuration),
                ContextStore = parsed.GetValue(ContextStore),
                LockStore = parsed.GetValue(LockStore),
            };
            return parsed.GetValue(Bindings) is { } file ? blocks with { Bindings = BindingFile.Load(file) } : blocks;
        }
        catch (BindingFileException wrong)
        {
            throw new UserErrorException($"--bindings {wrong.Message}");
        }
    }
}
