using System.CommandLine;
using EdgeFlow.Cli.Hosting;

namespace EdgeFlow.Cli.Demo;

/// <summary>
/// <c>edgeflow demo</c>: the main job, first as a batch, then as a stream in whose middle a node is killed.
/// </summary>
internal static class DemoCommand
{
    private const string Folder = ".edgeflow/demo";

    private static readonly Option<int> Frames = new("--frames")
    {
        Description = "Frames of the stream",
        DefaultValueFactory = _ => 50,
    };

    private static readonly Option<bool> Stay = new("--stay")
    {
        Description = "Stay up at the end, to look further, until Ctrl-C",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("demo", "Read documents on four nodes, kill one, and tell what happened")
        {
            Frames, Stay,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        using var data = new PassingFolder("edgeflow-demo-");
        await using var network = new LocalNetwork(Folder, NetworkShape.StreetToCloud, data: data.FullName);
        await network.Start(Console.WriteLine, cancel);
        var good = await new DemoRun(network, parsed.GetValue(Frames)).Run(cancel);
        if (parsed.GetValue(Stay))
        {
            Console.WriteLine("Staying up; Ctrl-C ends it.");
            await Task.Delay(Timeout.Infinite, cancel);
        }

        return good ? Outcome.Done : Outcome.Failed;
    }
}
