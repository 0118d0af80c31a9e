using System.Text.Json;

namespace EdgeFlow.Dapr;

/// <summary>
/// Requests to a Dapr sidecar: its token, a time limit, a limit on the answer's size, and one exception for whatever
/// goes wrong. The building blocks stand on it. Safe for concurrent use.
/// </summary>
public sealed class DaprHttp : IDisposable
{
    private const string TokenHeader = "dapr-api-token";
    private const int MaxReasonChars = 500;
    private readonly DaprEndpoint endpoint;
    private readonly DaprHttpOptions options;
    private readonly HttpClient client;

    /// <summary>Makes it; nothing is asked yet.</summary>
    /// <param name="endpoint">The sidecar.</param>
    /// <param name="options">Its limits; null for the defaults.</param>
    public DaprHttp(DaprEndpoint endpoint, DaprHttpOptions? options = null)
    {
        (this.endpoint, this.options) = (endpoint, options ?? new DaprHttpOptions());
        // A sidecar is a neighbour: a proxy or a redirect would lead elsewhere, with the token.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        client = new HttpClient(handler)
        {
            BaseAddress = endpoint.Address,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = this.options.MaxAnswerBytes,
        };
    }

    /// <summary>The sidecar.</summary>
    public DaprEndpoint Endpoint => endpoint;

    /// <summary>Sends a request and gives the answer, which is the caller's to dispose, when it succeeded.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path and query, escaped, from <c>/v1.0/…</c> on.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <param name="headers">Further headers.</param>
    /// <exception cref="DaprException">It refused, failed, or gave no answer in time.</exception>
    public async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancel,
        params (string Name, string Value)[] headers)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(options.Timeout);
        using var request = Request(method, path, content, headers);
        try
        {
            var answer = await client.SendAsync(request, limited.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? answer
                : throw await Refused(request, answer, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            var limit = $"{options.Timeout.TotalSeconds:F0} s";
            throw new DaprException(
                null, "", $"{method} {path}: the sidecar gave no answer within {limit}", late);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new DaprException(null, "", $"{method} {path}: the sidecar could not be asked: {lost.Message}", lost);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private HttpRequestMessage Request(
        HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (endpoint.ApiToken is { } token)
        {
            request.Headers.Add(TokenHeader, token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static async Task<DaprException> Refused(
        HttpRequestMessage request, HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            var (code, message) = Told(body);
            var what = message.Length > MaxReasonChars ? message[..MaxReasonChars] + " …" : message;
            return new DaprException(
                answer.StatusCode, code,
                $"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {code} {what}".TrimEnd())
            {
                Body = body,
            };
        }
    }

    // {"errorCode": …, "message": …}; an application behind an invocation may answer anything.
    private static (string Code, string Message) Told(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(json.RootElement, "errorCode"), Text(json.RootElement, "message"))
                : ("", body);
        }
        catch (JsonException)
        {
            return ("", body);
        }
    }

    private static string Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
