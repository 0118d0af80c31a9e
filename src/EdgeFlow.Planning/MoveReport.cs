using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning;

/// <summary>What a plan moves of the jobs that have a plan in force: the cost of a repair.</summary>
/// <param name="Running">Tasks that had a node.</param>
/// <param name="Forced">Those that could not stay: their node is gone or does not hold their job any more.</param>
/// <param name="Chosen">
/// Those that could have stayed and move because that is worth it; at most
/// <see cref="Snapshots.SnapshotOptions.MostMoved"/> of <paramref name="Running"/>, or eight, in tier 0.
/// </param>
/// <param name="ForcedMemory">Memory of the former, which has to be set up elsewhere.</param>
/// <param name="ChosenMemory">Memory of the latter.</param>
/// <param name="ForcedWork">Work of the former, a frame.</param>
/// <param name="ChosenWork">Work of the latter, a frame.</param>
/// <param name="Rerouted">Flows between tasks that stay whose route is another one.</param>
/// <param name="Retold">Jobs of which only rates or bandwidths change.</param>
public sealed record MoveReport(
    int Running, int Forced, int Chosen, Bytes ForcedMemory, Bytes ChosenMemory, WorkUnits ForcedWork,
    WorkUnits ChosenWork, int Rerouted, int Retold);
