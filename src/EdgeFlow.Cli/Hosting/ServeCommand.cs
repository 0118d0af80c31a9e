using System.CommandLine;

namespace EdgeFlow.Cli.Hosting;

/// <summary><c>edgeflow serve</c>: a control plane.</summary>
internal static class ServeCommand
{
    public static Command Make() => new("serve", "Run a control plane");
}
