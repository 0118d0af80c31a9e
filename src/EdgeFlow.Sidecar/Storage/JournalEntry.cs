using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>A journal row with its place.</summary>
/// <param name="Key">The instance's storage key.</param>
/// <param name="Sequence">Its place among the rows of the instance.</param>
/// <param name="Row">What it holds.</param>
internal sealed record JournalEntry(long Key, int Sequence, JournalRow Row);
