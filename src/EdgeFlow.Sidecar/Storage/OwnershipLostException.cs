namespace EdgeFlow.Sidecar.Storage;

/// <summary>Another process took the instances over; what this one holds in memory is void.</summary>
internal sealed class OwnershipLostException(string message, Exception? inner = null) : Exception(message, inner);
