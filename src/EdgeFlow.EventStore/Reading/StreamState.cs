namespace EdgeFlow.EventStore.Reading;

/// <summary>A stream folded into a state.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="State">The state after the last event.</param>
/// <param name="Version">The stream's version: what the next append should expect; 0 if it does not exist.</param>
public sealed record StreamState<TState>(TState State, long Version);
