namespace EdgeFlow.Cli.Hosting;

/// <summary>A link of the local network.</summary>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Capacity">As on the command line.</param>
/// <param name="DelayMs">Delay of a passage.</param>
internal sealed record LocalLink(string A, string B, string Capacity, double DelayMs);
