namespace EdgeFlow.Domain.Applications;

/// <summary>What happens to a job whose requirements cannot be met now.</summary>
public enum WhenInfeasible
{
    /// <summary>It waits until the network changes.</summary>
    Wait,

    /// <summary>It is refused, with the constraint that no node meets.</summary>
    Refuse,
}
