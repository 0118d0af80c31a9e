namespace EdgeFlow.Protocol.Plans;

/// <summary>Why a task is where it is.</summary>
/// <param name="Task">The task.</param>
/// <param name="Node">Its node; null while the job waits.</param>
/// <param name="Variant">The variant of its model.</param>
/// <param name="Able">How many nodes could host it.</param>
/// <param name="Candidates">The cheapest of them, its own first.</param>
/// <param name="Refused">Why the other nodes cannot, most nodes first.</param>
/// <param name="Words">The same in plain sentences.</param>
public sealed record TaskExplanation(
    string Task, string? Node, string Variant, int Able, IReadOnlyList<CandidateNode> Candidates,
    IReadOnlyList<RefusedNodes> Refused, IReadOnlyList<string> Words);
