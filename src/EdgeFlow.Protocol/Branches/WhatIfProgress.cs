namespace EdgeFlow.Protocol.Branches;

/// <summary>A line of <c>POST /v1/whatif</c> with <c>Accept: application/x-ndjson</c>: how far it is, and last the
/// answer.</summary>
/// <param name="Done">Branches that are done.</param>
/// <param name="Of">Branches in all.</param>
/// <param name="Answer">The answer, in the last line only.</param>
public sealed record WhatIfProgress(int Done, int Of, WhatIfAnswer? Answer = null);
