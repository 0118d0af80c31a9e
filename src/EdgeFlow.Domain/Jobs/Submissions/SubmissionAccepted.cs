namespace EdgeFlow.Domain.Jobs.Submissions;

/// <summary>The submission is right as far as it goes: <see cref="Submission.CheckAgainst"/> comes next.</summary>
/// <param name="Submission">The submission.</param>
public sealed record SubmissionAccepted(Submission Submission) : SubmissionResult;
