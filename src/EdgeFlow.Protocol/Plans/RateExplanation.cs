namespace EdgeFlow.Protocol.Plans;

/// <summary>Why a job has its rate: <c>GET /v1/plans/{revision}/jobs/{job}/rate</c>.</summary>
/// <param name="Job">The job.</param>
/// <param name="Revision">The revision in force.</param>
/// <param name="Words">All of it in plain sentences.</param>
/// <param name="RatePerSecond">Frames a second granted; 0 for batch and while it waits.</param>
/// <param name="Bottleneck">What limits it.</param>
/// <param name="Price">What the proof of the bound asks for that; null where there is no proof, or it asks
/// nothing.</param>
/// <param name="Raises">What would raise the rate, everything placed as it is.</param>
/// <param name="Flows">Its flows with the fullest link on the way of each, and the price of more.</param>
public sealed record RateExplanation(
    string Job, int Revision, IReadOnlyList<string> Words, double RatePerSecond, string Bottleneck,
    BottleneckPrice? Price, IReadOnlyList<RateRaise> Raises, IReadOnlyList<FlowExplanation> Flows);
