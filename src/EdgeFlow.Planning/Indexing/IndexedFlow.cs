using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Indexing;

/// <summary>A flow with its tasks as numbers.</summary>
/// <param name="Id">The flow.</param>
/// <param name="From">Number of the producer.</param>
/// <param name="To">Number of the consumer.</param>
/// <param name="Bits">Data D_ij in bits: a frame for streams, the whole output for batch.</param>
internal sealed record IndexedFlow(FlowId Id, int From, int To, double Bits);
