namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>One piece of work for a worker, from the moment it may be dispatched until it is answered.</summary>
/// <param name="appId">The application whose workers may take it.</param>
/// <param name="token">The completion token: the same for every delivery.</param>
internal abstract class WorkTicket(string appId, string token)
{
    /// <summary>The application whose workers may take it.</summary>
    public string AppId { get; } = appId;

    /// <summary>The completion token.</summary>
    public string Token { get; } = token;

    /// <summary>The instance it belongs to.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The activity's task id; null for a turn.</summary>
    public abstract int? TaskId { get; }

    /// <summary>The stream that has it now.</summary>
    public WorkerStream? Holder { get; set; }

    /// <summary>Since when the holder has it.</summary>
    public DateTimeOffset HeldSince { get; set; }

    /// <summary>True once its bytes went to the holder: only then can the worker have died of it.</summary>
    public bool Written { get; set; }

    /// <summary>How often it was lost with its worker, or answered in a way that had to be refused.</summary>
    public int Losses { get; set; }

    /// <summary>Why it was last lost, for the failure that ends the retries.</summary>
    public string LastProblem { get; set; } = "its worker's stream ended before it answered";

    /// <summary>True when nobody wants the answer any more.</summary>
    public bool Cancelled { get; set; }

    /// <summary>
    /// What a worker gets, or null when the work is no longer wanted. Called under the engine's lock.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="stream">The worker that will get it.</param>
    public abstract WorkFrame? Open(DateTimeOffset now, WorkerStream stream);
}
