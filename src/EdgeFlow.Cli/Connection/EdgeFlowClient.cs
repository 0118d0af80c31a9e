using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Cli.Connection;

/// <summary>Speaks the control plane's HTTP API. A refusal becomes a <see cref="RefusedException"/>.</summary>
internal sealed class EdgeFlowClient : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private const string LargestPage = "1000";
    private readonly HttpClient http;

    public EdgeFlowClient(Uri server, string? token)
    {
        Server = server;
        http = new HttpClient { BaseAddress = server, Timeout = RequestTimeout };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Uri Server { get; }

    /// <summary>Reads a resource.</summary>
    public Task<T> Get<T>(string path, CancellationToken cancel) =>
        Send<T>(new HttpRequestMessage(HttpMethod.Get, path), cancel);

    /// <summary>Reads a resource as the text that it is.</summary>
    public async Task<string> GetText(string path, CancellationToken cancel)
    {
        using var response = await http.GetAsync(path, cancel);
        await Check(response, cancel);
        return await response.Content.ReadAsStringAsync(cancel);
    }

    /// <summary>Reads every page of a list, at most <paramref name="limit"/> entries.</summary>
    public async IAsyncEnumerable<T> List<T>(
        string path, int limit, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? cursor = null;
        var left = limit;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await Get<Page<T>>(
                cursor is null ? path : $"{path}{separator}cursor={Uri.EscapeDataString(cursor)}", cancel);
            foreach (var item in page.Items.Take(left))
            {
                left--;
                yield return item;
            }

            cursor = page.Next;
        }
        while (cursor is not null && left > 0);
    }

    /// <summary>Reads every page of a list that may be long, each as large as the control plane gives.</summary>
    public IAsyncEnumerable<T> Pages<T>(
        string path, IEnumerable<(string Name, string Value)> query, CancellationToken cancel) =>
        List<T>(Query.Path(path, query.Append(("limit", LargestPage))), int.MaxValue, cancel);

    /// <summary>Sends a JSON body.</summary>
    public Task<T> Send<T>(HttpMethod method, string path, object? body, CancellationToken cancel) =>
        Send<T>(new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: ProtocolJson.Options),
        }, cancel);

    /// <summary>Sends a document as it stands, e.g. a manifest in YAML.</summary>
    public Task<T> SendText<T>(string path, string text, string contentType, CancellationToken cancel) =>
        Send<T>(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(text, new MediaTypeHeaderValue(contentType, "utf-8")),
        }, cancel);

    /// <summary>Follows a stream of server-sent events until it ends.</summary>
    public async IAsyncEnumerable<SseItem<string>> Follow(
        string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        await Check(response, cancel);
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancel))
        {
            yield return item;
        }
    }

    /// <summary>Reads a document of any length into a stream; there is no limit on the time.</summary>
    public async Task Download(string path, Stream to, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        await Check(response, cancel);
        await response.Content.CopyToAsync(to, cancel);
    }

    /// <summary>Reads documents one a line as they are made, however long that takes.</summary>
    /// <exception cref="UserErrorException">The answer broke off.</exception>
    public IAsyncEnumerable<T> Lines<T>(string path, CancellationToken cancel) =>
        Lines<T>(new HttpRequestMessage(HttpMethod.Get, path), cancel);

    /// <summary>Sends a JSON body and reads the answer's documents one a line as they are made.</summary>
    /// <exception cref="UserErrorException">The answer broke off.</exception>
    public IAsyncEnumerable<T> Lines<T>(string path, object body, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body, options: ProtocolJson.Options),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        return Lines<T>(request, cancel);
    }

    private async IAsyncEnumerable<T> Lines<T>(
        HttpRequestMessage asked, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = asked;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        await Check(response, cancel);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await Line(body, cancel) is { } line)
        {
            yield return JsonSerializer.Deserialize<T>(line, ProtocolJson.Options)
                ?? throw new JsonException($"{request.RequestUri} answered with a line that is no document.");
        }
    }

    /// <summary>Asks for something that may take long; there is no limit on the time.</summary>
    public async Task<T> Patiently<T>(HttpMethod method, string path, CancellationToken cancel)
    {
        using var patient = new HttpClient { BaseAddress = Server, Timeout = Timeout.InfiniteTimeSpan };
        patient.DefaultRequestHeaders.Authorization = http.DefaultRequestHeaders.Authorization;
        using var request = new HttpRequestMessage(method, path);
        using var response = await patient.SendAsync(request, cancel);
        await Check(response, cancel);
        return await response.Content.ReadFromJsonAsync<T>(ProtocolJson.Options, cancel)
            ?? throw new JsonException($"{path} answered with no document.");
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> Line(StreamReader body, CancellationToken cancel)
    {
        try
        {
            return await body.ReadLineAsync(cancel);
        }
        catch (IOException broken)
        {
            throw new UserErrorException($"{Server} broke off its answer ({broken.Message}); ask again.");
        }
    }

    private async Task<T> Send<T>(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            using var response = await http.SendAsync(request, cancel);
            await Check(response, cancel);
            if (typeof(T) == typeof(Nothing))
            {
                return (T)(object)default(Nothing);
            }

            return await response.Content.ReadFromJsonAsync<T>(ProtocolJson.Options, cancel)
                ?? throw new JsonException($"{request.RequestUri} answered with no document.");
        }
    }

    private static async Task Check(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var text = await response.Content.ReadAsStringAsync(cancel);
        throw new RefusedException(Parse(text)
            ?? new Problem(
                "about:blank", response.ReasonPhrase ?? "Refused", (int)response.StatusCode, text, null, null));
    }

    private static Problem? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(text, ProtocolJson.Options);
        }
        catch (JsonException)
        {
            return null; // Something between us and the control plane answered; its text is shown as it is.
        }
    }
}
