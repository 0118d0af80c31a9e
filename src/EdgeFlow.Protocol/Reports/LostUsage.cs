namespace EdgeFlow.Protocol.Reports;

/// <summary>What attempts at batch tasks used that failed or were stopped. It is not in the measured figures.</summary>
/// <param name="ComputeSeconds">Seconds of computation.</param>
/// <param name="LinkBytes">Bytes of the inputs that they fetched, on each link.</param>
/// <param name="EnergyJoules">Energy above idle by the nodes' models, in joules.</param>
/// <param name="Price">Price of computation and links, in the operator's currency.</param>
public sealed record LostUsage(double ComputeSeconds, double LinkBytes, double EnergyJoules, double Price);
