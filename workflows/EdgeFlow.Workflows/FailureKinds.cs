using EdgeFlow.Durable;

namespace EdgeFlow.Workflows;

/// <summary>Error types that nodes report and that mean more than a failed attempt.</summary>
internal static class FailureKinds
{
    /// <summary>The node has seen a newer epoch of the job.</summary>
    public const string StaleEpoch = "StaleEpoch";

    /// <summary>Whether a failure is of this type, given by its whole name or its last part.</summary>
    public static bool Is(TaskFailure failure, string type) =>
        failure.ErrorType == type || failure.ErrorType.EndsWith("." + type, StringComparison.Ordinal);
}
