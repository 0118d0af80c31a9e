namespace EdgeFlow.StageWorker.Registration;

/// <summary>What became of a heartbeat.</summary>
internal enum BeatOutcome
{
    /// <summary>The control plane answered, as the last time.</summary>
    Heard,

    /// <summary>It did not answer.</summary>
    Unheard,

    /// <summary>It answered again after it had not, or another process of it answered.</summary>
    BackAgain,

    /// <summary>It answered that it does not know this process.</summary>
    Unknown,
}
