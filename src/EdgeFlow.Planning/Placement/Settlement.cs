namespace EdgeFlow.Planning.Placement;

/// <summary>
/// Rates on which the jobs of a region can settle while one more comes; the jobs elsewhere keep theirs. Feasible, and
/// the rates from which the next job of the session is embedded; the plan's rates are filled anew at its end.
/// </summary>
/// <param name="Seats">The jobs of the region.</param>
/// <param name="Rates">Their rates then.</param>
/// <param name="Own">Rate of the newcomer.</param>
internal sealed record Settlement(Seat[] Seats, double[] Rates, double Own);
