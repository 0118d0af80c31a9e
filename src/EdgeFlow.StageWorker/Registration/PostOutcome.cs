namespace EdgeFlow.StageWorker.Registration;

/// <summary>What became of a batch of results.</summary>
internal enum PostOutcome
{
    /// <summary>Stored, or there already.</summary>
    Stored,

    /// <summary>The epoch no longer holds, or the job has ended: stop and wait for a directive.</summary>
    Void,

    /// <summary>The control plane will never take it as it is.</summary>
    Refused,

    /// <summary>No answer, or none that says anything: try again.</summary>
    Unreachable,
}
