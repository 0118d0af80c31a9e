using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Protocol.Branches;

/// <summary>A line of <c>POST /v1/whatif</c> with <c>Accept: application/x-ndjson</c>: how far it is; the last one has
/// the answer or the problem.</summary>
/// <param name="Done">Branches that are done.</param>
/// <param name="Of">Branches in all; 0 while the history is still being read.</param>
/// <param name="Answer">The answer, in the last line only.</param>
/// <param name="Problem">Why there is none, in the last line only.</param>
public sealed record WhatIfProgress(int Done, int Of, WhatIfAnswer? Answer = null, Problem? Problem = null);
