using System.CommandLine;

namespace EdgeFlow.Cli.Hosting;

/// <summary><c>edgeflow node</c>: a stage worker.</summary>
internal static class NodeCommand
{
    public static Command Make() => new("node", "Run a stage worker");
}
