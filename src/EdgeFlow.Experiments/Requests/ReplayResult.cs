namespace EdgeFlow.Experiments.Requests;

/// <summary>What a replay came to.</summary>
/// <param name="Accepted">Requests accepted.</param>
/// <param name="Requests">Requests in all.</param>
/// <param name="Revenue">Sum of the revenue of those accepted.</param>
/// <param name="TimeRevenue">Sum of revenue × lifetime.</param>
/// <param name="Cost">Sum of CPU + bandwidth × hops.</param>
public sealed record ReplayResult(int Accepted, int Requests, long Revenue, double TimeRevenue, long Cost)
{
    /// <summary>Part of the requests that was accepted; 0 when there were none.</summary>
    public double Acceptance => Requests == 0 ? 0 : (double)Accepted / Requests;

    /// <summary>Revenue / cost; 0 when nothing was accepted.</summary>
    public double RevenueToCost => Cost == 0 ? 0 : (double)Revenue / Cost;
}
