namespace EdgeFlow.Sidecar.Grpc;

/// <summary>What a call knows beside its message.</summary>
/// <param name="AppId">The caller's application, or the default one.</param>
/// <param name="Cancel">Fires at the deadline or when the caller goes away.</param>
internal readonly record struct CallContext(string AppId, CancellationToken Cancel);
