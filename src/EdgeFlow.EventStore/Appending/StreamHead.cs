namespace EdgeFlow.EventStore.Appending;

/// <summary>What is known of a stream before something is appended to it.</summary>
/// <param name="Version">Its version; 0 if it does not exist.</param>
/// <param name="Tenant">Whose it is; of a stream that does not exist, whose it will be.</param>
internal readonly record struct StreamHead(long Version, string Tenant);
