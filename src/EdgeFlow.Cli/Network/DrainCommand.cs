using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Cli.Network;

/// <summary><c>edgeflow drain</c>: a node hands over its stages and takes no new ones.</summary>
internal static class DrainCommand
{
    private static readonly Argument<string> Node = new("node") { Description = "The node" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the history" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("drain", "Let a node hand over its stages and take no new ones") { Node, Reason };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var path = $"/v1/nodes/{Uri.EscapeDataString(parsed.GetValue(Node)!)}/drain";
            var node = await client.Send<NodeView>(
                HttpMethod.Post, path, new DrainRequest(parsed.GetValue(Reason)), cancel);
            Console.WriteLine($"{node.Node} is {node.Status}.");
        });
        return command;
    }
}
