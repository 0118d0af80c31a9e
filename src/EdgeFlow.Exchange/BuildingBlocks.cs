using EdgeFlow.Exchange.Bindings;

namespace EdgeFlow.Exchange;

/// <summary>Which of Dapr's building blocks a control plane uses, and by which components; none by default.
/// Immutable.</summary>
public sealed record BuildingBlocks
{
    /// <summary>The configuration store that the planner's settings are taken from; null to set them by hand.</summary>
    public string? ConfigurationStore { get; init; }

    /// <summary>The state store of applications' contexts; null for the control plane's own database.</summary>
    public string? ContextStore { get; init; }

    /// <summary>The lock store; null for advisory locks of the control plane's own database.</summary>
    public string? LockStore { get; init; }

    /// <summary>What deliveries of bindings start, by the name of the component.</summary>
    public IReadOnlyDictionary<string, BindingSpec> Bindings { get; init; } = new Dictionary<string, BindingSpec>();

    /// <summary>The first component that is reached through a sidecar; null when there is none.</summary>
    public string? First => ConfigurationStore ?? ContextStore ?? LockStore;
}
