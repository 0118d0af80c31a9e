namespace EdgeFlow.Planning.Bandwidth;

/// <summary>What one stream job asks of the shared resources, for one frame.</summary>
/// <param name="Weight">Its weight w: rates rise in proportion to it.</param>
/// <param name="Floor">Rate that it is granted before anything is shared.</param>
/// <param name="Cap">Rate that it never exceeds.</param>
/// <param name="LinkFloor">Rate for which its flows hold bandwidth even while the job is slower (for its latency
/// bound).</param>
/// <param name="Resources">The resources used, each once.</param>
/// <param name="Amounts">Amount of each for one frame: seconds on a node, bits on a link.</param>
internal sealed record FillDemand(
    double Weight, double Floor, double Cap, double LinkFloor, int[] Resources, double[] Amounts);
