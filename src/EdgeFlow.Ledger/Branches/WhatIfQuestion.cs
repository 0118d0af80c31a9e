namespace EdgeFlow.Ledger.Branches;

/// <summary>A what-if that was read: its history, its window and its branches. Immutable.</summary>
/// <param name="Recording">The history.</param>
/// <param name="Window">Which part of it.</param>
/// <param name="AfterEvent">The last event before the window; 0 for none.</param>
/// <param name="Specs">The branches.</param>
public sealed record WhatIfQuestion(
    Recording Recording, BranchWindow Window, long AfterEvent, IReadOnlyList<BranchSpec> Specs);
