namespace EdgeFlow.Protocol.Branches;

/// <summary>Branches beside what they are compared with.</summary>
/// <param name="From">Where they begin.</param>
/// <param name="AfterEvent">The last event before that; 0 for none.</param>
/// <param name="Until">Where they end.</param>
/// <param name="Base">What they are compared with: <c>recorded</c>, or <c>unchanged</c> where the window goes beyond
/// the last event and what runs was let go on as planned.</param>
/// <param name="Recorded">Its figures.</param>
/// <param name="Branches">The branches, in the order of the sweep.</param>
public sealed record WhatIfAnswer(
    DateTimeOffset From, long AfterEvent, DateTimeOffset Until, string Base, BranchFiguresView Recorded,
    IReadOnlyList<BranchView> Branches);
