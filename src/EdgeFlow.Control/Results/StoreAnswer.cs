using EdgeFlow.Protocol.Results;

namespace EdgeFlow.Control.Results;

/// <summary>The answer to a batch of results.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Receipt">How many were new.</param>
/// <param name="Complete">With this batch (or before) every frame has its result.</param>
public sealed record StoreAnswer(StoreVerdict Verdict, ResultReceipt Receipt, bool Complete);
