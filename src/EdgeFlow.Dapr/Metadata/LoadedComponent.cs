namespace EdgeFlow.Dapr.Metadata;

/// <summary>A component that a sidecar has loaded. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its kind and product, such as <c>state.redis</c>.</param>
/// <param name="Capabilities">What it says it can do, such as <see cref="Transactional"/>.</param>
public sealed record LoadedComponent(string Name, string Type, IReadOnlyList<string> Capabilities)
{
    /// <summary>The capability of a state store that takes several changes in one request. It does not promise that all
    /// happen or none: state.redis has it, and keeps the others when the ETag of one was another.</summary>
    public const string Transactional = "TRANSACTIONAL";

    /// <summary>Whether it is a state store that says it takes transactions.</summary>
    public bool IsTransactional => Capabilities.Contains(Transactional, StringComparer.Ordinal);
}
