namespace EdgeFlow.Channels.Direct;

/// <summary>What a receiver did with a frame, each with its HTTP status.</summary>
public enum FlowStatus
{
    /// <summary>202: in its bounded queue, not yet acknowledged.</summary>
    Held,

    /// <summary>200: completed here already; counts as the acknowledgement.</summary>
    Completed,

    /// <summary>204, to a probe only: hosted here, but the frame is not; send it.</summary>
    Missing,

    /// <summary>409: the sender's epoch is older than the job's here.</summary>
    StaleEpoch,

    /// <summary>425: this node has not got the sender's epoch yet.</summary>
    TooEarly,

    /// <summary>404: neither hosted nor relayed here.</summary>
    NotHosted,

    /// <summary>429: the queue is full.</summary>
    Full,

    /// <summary>413: larger than the receiver takes.</summary>
    TooLarge,

    /// <summary>400: not a frame, or not the one that the path names.</summary>
    Malformed,

    /// <summary>401: the token is missing or wrong.</summary>
    Unauthorized,

    /// <summary>5xx, or no answer at all: the node or a relay could not be reached in time.</summary>
    Unreachable,
}
