namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>Marks what every sidecar must do; run against each target.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CaseAttribute : Attribute
{
    /// <summary>Why a Dapr sidecar cannot do it; null when it can.</summary>
    public string? NotOnDapr { get; init; }

    /// <summary>Why the embedded sidecar does not do it; null when it does.</summary>
    public string? NotEmbedded { get; init; }
}
