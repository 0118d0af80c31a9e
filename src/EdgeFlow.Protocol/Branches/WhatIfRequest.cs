namespace EdgeFlow.Protocol.Branches;

/// <summary>What if it had been different: <c>POST /v1/whatif</c>. All lists may be null.</summary>
/// <param name="From">Where the branch begins: a time (RFC 3339), an event's sequence number, or <c>now</c>; null for
/// the first event.</param>
/// <param name="Until">Where it ends: a time, <c>+10min</c> after its beginning, or <c>end</c> for the last event; null
/// for <c>end</c>, from <c>now</c> for ten minutes.</param>
/// <param name="Fail">Nodes and links that fail: <c>node:NAME[@+30s]</c>, <c>link:NAME[@+30s]</c>.</param>
/// <param name="AddNode">Nodes that are there: <c>name=…,speed=…,memory=…,links=NODE:10Mbps:1ms+NODE</c>.</param>
/// <param name="Link">Links with another capacity, or new ones: <c>LINK=2Mbps[@+30s]</c>, <c>A-B=2Mbps</c>.</param>
/// <param name="Submit">Jobs that are submitted.</param>
/// <param name="Policy">Another policy, by its name; null for the control plane's own.</param>
/// <param name="Objective">Another objective, e.g. <c>max-min</c>; null for the control plane's own.</param>
/// <param name="Sweep">Axes: one branch for each combination of their values, on top of what is given above:
/// <c>fail=node:*</c>, <c>fail=node:a,node:b</c>, <c>policy=tier0,heft</c>, <c>objective=…</c>, <c>link=…</c>.</param>
/// <param name="Keep">The name to keep it under; null to keep it not.</param>
public sealed record WhatIfRequest(
    string? From = null, string? Until = null, IReadOnlyList<string>? Fail = null,
    IReadOnlyList<string>? AddNode = null, IReadOnlyList<string>? Link = null,
    IReadOnlyList<WhatIfSubmission>? Submit = null, string? Policy = null, string? Objective = null,
    IReadOnlyList<string>? Sweep = null, string? Keep = null);
