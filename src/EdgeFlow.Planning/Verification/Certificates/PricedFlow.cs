namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>Data between two blocks of tasks.</summary>
/// <param name="From">The producer's block.</param>
/// <param name="To">The consumer's block.</param>
/// <param name="Bits">Bits a frame.</param>
internal readonly record struct PricedFlow(int From, int To, double Bits);
