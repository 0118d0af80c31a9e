using System.Text.Json;

namespace EdgeFlow.Protocol.Plans;

/// <summary>One run of the planner, whatever became of it: <c>GET /v1/solves/{id}</c>.</summary>
/// <param name="Id">Its number, in the order in which they were written.</param>
/// <param name="SolvedAt">When it was done.</param>
/// <param name="Origin"><c>event</c> or <c>improvement</c>.</param>
/// <param name="Trigger">Why the planner was asked, in words.</param>
/// <param name="Attempt">Which attempt at that trigger, from 1.</param>
/// <param name="Parent">The revision that it was made from.</param>
/// <param name="Revision">The revision that it became; null when none.</param>
/// <param name="Outcome"><c>proposed</c>, <c>adopted</c>, <c>superseded</c>, <c>rejected</c>, <c>unchanged</c> or
/// <c>notBetter</c>.</param>
/// <param name="Detail">More about the outcome, e.g. the rules that it broke; null for nothing more.</param>
/// <param name="Policy">The policy's name and version.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="WorkBudget">Counted work that it was allowed; null for a policy that is done at once.</param>
/// <param name="Options">The model and the objective that held.</param>
/// <param name="Warm">Whether it was made with the memory of plans before; the bytes are the same without.</param>
/// <param name="SnapshotHash">SHA-256 hex of the planner's input; null when that was too large to be kept.</param>
/// <param name="ProposalHash">SHA-256 hex of the planner's answer; null when that was too large to be kept.</param>
/// <param name="Objective">Value reached.</param>
/// <param name="Bound">Proven upper bound; null when none was computed.</param>
/// <param name="Gap">Part of the bound that is missing, 0 to 1; null without a bound.</param>
/// <param name="Work">Counted work spent.</param>
/// <param name="WallMs">Milliseconds that it took on that machine.</param>
/// <param name="Nodes">Nodes in the snapshot.</param>
/// <param name="Jobs">Jobs in the snapshot.</param>
/// <param name="Changed">Jobs that it places otherwise than before.</param>
/// <param name="Waiting">Jobs that it could not place.</param>
/// <param name="Moved">Tasks that it moves.</param>
/// <param name="Snapshot">The planner's whole input; null in lists and once trimmed.</param>
/// <param name="Proposal">The planner's whole answer with its report; null in lists and once trimmed.</param>
public sealed record SolveView(
    long Id, DateTimeOffset SolvedAt, string Origin, string Trigger, int Attempt, int Parent, int? Revision,
    string Outcome, string? Detail, string Policy, ulong Seed, long? WorkBudget, JsonElement Options, bool Warm,
    string? SnapshotHash, string? ProposalHash, double Objective, double? Bound, double? Gap, long Work, double WallMs,
    int Nodes, int Jobs, int Changed, int Waiting, int Moved, JsonElement? Snapshot, JsonElement? Proposal);
