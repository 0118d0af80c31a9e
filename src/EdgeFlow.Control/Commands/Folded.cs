namespace EdgeFlow.Control.Commands;

/// <summary>A state and the version of the stream that it was folded from.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="State">The state; null when the stream does not exist.</param>
/// <param name="Version">How many events it is made of.</param>
/// <param name="Correlation">The correlation id of the stream's first event: what nobody asked for anew belongs to that
/// story. Null where that event has none.</param>
/// <param name="Tenant">Whose it is; null when the stream does not exist.</param>
public sealed record Folded<TState>(TState? State, long Version, string? Correlation = null, string? Tenant = null)
    where TState : class
{
    /// <summary>Before the first event.</summary>
    public static Folded<TState> Nothing { get; } = new(null, 0);
}
