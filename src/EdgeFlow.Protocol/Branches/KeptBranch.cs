namespace EdgeFlow.Protocol.Branches;

/// <summary>A question that was kept by name, with its answer: <c>GET /v1/branches</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeptAt">When it was kept.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">The answer; null in lists.</param>
public sealed record KeptBranch(
    string Name, DateTimeOffset KeptAt, WhatIfRequest Question, WhatIfAnswer? Answer);
