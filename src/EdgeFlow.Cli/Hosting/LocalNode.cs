namespace EdgeFlow.Cli.Hosting;

/// <summary>A node of the local network that <c>dev</c> and <c>demo</c> start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cpu">How much of one core it may use.</param>
/// <param name="Memory">Memory for stages, as on the command line.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="Labels">Its labels, <c>key=value</c>.</param>
internal sealed record LocalNode(string Name, double Cpu, string Memory, string Zone, params string[] Labels);
