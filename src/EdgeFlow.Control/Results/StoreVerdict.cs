namespace EdgeFlow.Control.Results;

/// <summary>What became of a batch of results.</summary>
public enum StoreVerdict
{
    /// <summary>Stored, or there already.</summary>
    Stored,

    /// <summary>There is no such job.</summary>
    Unknown,

    /// <summary>The job has ended: nothing of it is stored any more.</summary>
    Ended,

    /// <summary>The sender's epoch is older than the job's: it must stop and wait for its new directive.</summary>
    StaleEpoch,
}
