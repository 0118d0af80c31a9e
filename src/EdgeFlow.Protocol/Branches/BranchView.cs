namespace EdgeFlow.Protocol.Branches;

/// <summary>What became of one branch.</summary>
/// <param name="Label">What is different in it.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Jobs">The jobs that fare otherwise; only where one branch was asked for, at most 1,000.</param>
/// <param name="Plans">Its plans; only where one branch was asked for, at most 200.</param>
/// <param name="Reproduced">Decisions that came out as recorded, byte by byte, while nothing was different.</param>
/// <param name="Compared">Decisions that were made again while nothing was different.</param>
/// <param name="Notes">What should be known of it.</param>
public sealed record BranchView(
    string Label, BranchFiguresView Figures, IReadOnlyList<BranchJobView>? Jobs, IReadOnlyList<BranchPlanView>? Plans,
    int Reproduced, int Compared, IReadOnlyList<string> Notes);
