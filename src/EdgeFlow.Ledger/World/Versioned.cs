using EdgeFlow.EventStore;

namespace EdgeFlow.Ledger.World;

/// <summary>The state of one thing and the version of the stream that it was folded from. Immutable.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="State">The state.</param>
/// <param name="Version">How many events it is made of.</param>
public sealed record Versioned<TState>(TState State, long Version)
    where TState : class
{
    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = Tenancy.Default;
}
