namespace EdgeFlow.Dapr.Invocation;

/// <summary>
/// Calls of other Dapr applications through this process's sidecar, which finds them, encrypts, checks access and
/// retries as its resiliency says. Safe for concurrent use.
/// </summary>
/// <param name="sidecar">The sidecar; the caller's to dispose.</param>
public sealed class ServiceInvocation(DaprHttp sidecar)
{
    /// <summary>Calls a method and gives the answer, which is the caller's to dispose, when it succeeded.</summary>
    /// <param name="target">The application and its method.</param>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="headers">Further headers; the application sees them.</param>
    /// <exception cref="DaprException">
    /// The application or the sidecar refused or failed, or gave no answer in time. Where the application answered,
    /// the status is its own.
    /// </exception>
    public Task<HttpResponseMessage> Invoke(
        InvocationTarget target, HttpMethod verb, HttpContent? content, CancellationToken cancel,
        params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(target);
        return sidecar.Send(verb, target.Path, content, cancel, headers);
    }
}
