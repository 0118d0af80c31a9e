using System.Net.Http.Headers;

namespace EdgeFlow.Channels.Direct;

/// <summary>Makes the HTTP client of the data plane.</summary>
public static class DirectHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A client without redirects, proxy, cookies and tracing headers; dispose it with its owner. Safe for concurrent
    /// use.
    /// </summary>
    /// <param name="apiToken">Sent as a bearer token with each request, or null.</param>
    public static HttpMessageInvoker Client(string? apiToken)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = IdleTimeout,
            ActivityHeadersPropagator = null,
        };
        return new HttpMessageInvoker(apiToken is null ? sockets : new BearerToken(apiToken, sockets));
    }

    private sealed class BearerToken(string token, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly AuthenticationHeaderValue header = new("Bearer", token);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = header;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
