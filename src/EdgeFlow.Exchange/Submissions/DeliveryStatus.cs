namespace EdgeFlow.Exchange.Submissions;

/// <summary>What a sidecar is to do with a message that it delivered.</summary>
public enum DeliveryStatus
{
    /// <summary>It is done with.</summary>
    Success,

    /// <summary>Deliver it again, later.</summary>
    Retry,

    /// <summary>It is of no use: to the dead letters, where there are some.</summary>
    Drop,
}
