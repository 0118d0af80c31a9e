using System.CommandLine;

namespace EdgeFlow.Cli.Hosting;

/// <summary><c>edgeflow dev</c>: a local network that stays up.</summary>
internal static class DevCommand
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port of the control plane",
        DefaultValueFactory = _ => 7700,
    };

    private static readonly Option<string> Folder = new("--data")
    {
        Description = "Folder of its data and logs; kept for the next start",
        DefaultValueFactory = _ => Path.Combine(".edgeflow", "dev"),
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("dev", "Run PostgreSQL, a control plane and four nodes here, until Ctrl-C")
        {
            Port, Folder,
        };
        command.SetAction((parsed, cancel) => Lifetime.Run(parsed, token => Run(parsed, token), cancel));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        await using var network = new LocalNetwork(
            parsed.GetValue(Folder)!, NetworkShape.StreetToCloud, parsed.GetValue(Port));
        await network.Start(Console.WriteLine, cancel);
        Console.WriteLine();
        Console.WriteLine("In another terminal:");
        Console.WriteLine("  ./edgeflow.sh run submit workflows/applications/diamond.yaml --mode stream --watch");
        Console.WriteLine("  ./edgeflow.sh run get nodes");
        Console.WriteLine($"Logs are in {network.Logs}. Ctrl-C ends everything; the data stays.");
        await Task.Delay(Timeout.Infinite, cancel);
    }
}
