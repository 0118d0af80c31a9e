namespace EdgeFlow.StageWorker.Personal;

/// <summary>Where a node gets the keys of jobs' personal data. Asked anew for each stage that is made: nothing is kept.
/// Safe for concurrent use.</summary>
internal interface IPersonalKeys
{
    /// <summary>The key; null when it was destroyed, or nobody answers.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancel">Ends the waiting.</param>
    Task<byte[]?> PersonalKey(string job, CancellationToken cancel);
}
