namespace EdgeFlow.Planning.Placement;

/// <summary>What would come of a job more.</summary>
/// <param name="Fits">Whether every job seen would be served.</param>
/// <param name="Rate">Rate that the job would get.</param>
/// <param name="Worth">Σ w·log(rate) of the jobs seen, by which embeddings of the job are compared.</param>
/// <param name="Settlement">Rates for all jobs seen; null where rates follow from all placements anyway.</param>
internal sealed record Trial(bool Fits, double Rate, double Worth, Settlement? Settlement);
