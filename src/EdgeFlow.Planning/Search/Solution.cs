using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Search;

/// <summary>Placements and routes of all stream jobs with the rates that they really get. Immutable.</summary>
/// <param name="Node">Node of each piece.</param>
/// <param name="Route">Route of each flow between pieces.</param>
/// <param name="Jobs">The stream jobs embedded so.</param>
/// <param name="Rates">Rate of each.</param>
/// <param name="Floors">Rate below which the objective lets none of them fall.</param>
/// <param name="Merit">How good the rates are.</param>
/// <param name="Moved">Running tasks that are not where they run now.</param>
internal sealed record Solution(
    int[] Node, IndexedRoute[] Route, PlacedJob[] Jobs, double[] Rates, double[] Floors, Merit Merit, int Moved);
