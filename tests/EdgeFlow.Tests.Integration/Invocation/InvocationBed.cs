using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Invocation;

/// <summary>
/// Two control planes, one of which asks for a token, each an application behind a real daprd, and the sidecar of a
/// foreign application that calls them. Where no Dapr is, <see cref="DaprBed.Missing"/> says so.
/// </summary>
public sealed class InvocationBed : IAsyncLifetime
{
    public const string Token = "an-operators-token";
    private readonly Uri guarded = new($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
    private Plane? closed;

    public DaprBed Bed { get; private set; } = null!;

    /// <summary>The control plane behind the app id <c>edgeflow</c>.</summary>
    public Plane Plane { get; private set; } = null!;

    /// <summary>The sidecar of the application <c>stranger</c>.</summary>
    public Daprd Stranger { get; private set; } = null!;

    /// <summary>Speaks to that sidecar, as the application <c>stranger</c> does.</summary>
    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (DaprBed.Missing is not null)
        {
            return;
        }

        Plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        closed = await Plane.Start(options => options with { Listen = guarded, ApiToken = Token });
        Bed = await DaprBed.Start();
        var sidecars = await Task.WhenAll(
            Bed.Sidecar(Application("edgeflow", Plane.Control.Address.Port)),
            Bed.Sidecar(Application("guarded", guarded.Port)),
            Bed.Sidecar(Application("stranger", null)));
        Stranger = sidecars[2];
        Http = new HttpClient { BaseAddress = Stranger.Http };
    }

    public async Task DisposeAsync()
    {
        Http?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { Bed, closed, Plane })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>An application that takes no part in workflows.</summary>
    public static DaprdOptions Application(string id, int? port) =>
        new() { AppId = id, AppPort = port, ActorState = false };

    /// <summary>Where the stranger's sidecar answers for a path of an application.</summary>
    public static string Invoke(string path, string app = "edgeflow") => $"/v1.0/invoke/{app}/method{path}";

    /// <summary>Sends a request through the stranger's sidecar.</summary>
    public Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string? body = null, string type = "application/json",
        string app = "edgeflow", params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, Invoke(path, app));
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new(type);
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        }

        return Http.SendAsync(request);
    }
}
