namespace EdgeFlow.Domain.Nodes;

/// <summary>
/// What power a node draws: <c>idle + busy · (part of the time that it computes)</c>, the affine model that servers and
/// single-board computers follow closely (Fan, Weber and Barroso, ISCA 2007, Eq. 1).
/// </summary>
/// <param name="IdleWatts">Drawn whether or not it computes, ≥ 0; charged to no job.</param>
/// <param name="BusyWatts">Drawn on top while it computes at full speed, ≥ 0: joules a second of computation.</param>
public sealed record EnergyModel(double IdleWatts, double BusyWatts);
