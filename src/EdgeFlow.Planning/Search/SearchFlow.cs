namespace EdgeFlow.Planning.Search;

/// <summary>A flow between two pieces.</summary>
/// <param name="Job">Number of the job.</param>
/// <param name="Number">Number of the flow within the job.</param>
/// <param name="From">The piece that produces.</param>
/// <param name="To">The piece that consumes.</param>
/// <param name="Bits">Data of a frame.</param>
internal sealed record SearchFlow(int Job, int Number, int From, int To, double Bits);
