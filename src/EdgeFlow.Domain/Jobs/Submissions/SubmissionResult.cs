namespace EdgeFlow.Domain.Jobs.Submissions;

/// <summary>
/// What reading a submission gives: <see cref="SubmissionAccepted"/> or <see cref="SubmissionRefused"/>.
/// </summary>
public abstract record SubmissionResult
{
    private protected SubmissionResult()
    {
    }
}
