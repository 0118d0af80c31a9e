using System.Net;
using System.Net.Http.Json;
using System.Text;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>One control plane for the tests of a class. Nodes that a test registers are silent, and are never given
/// up.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public Plane Plane { get; private set; } = null!;

    public HttpClient Http => Plane.Http;

    public async Task InitializeAsync()
    {
        Plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await Plane.Declare(Manifests.Chain("sample"));
    }

    public async Task DisposeAsync() => await Plane.DisposeAsync();

    public Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string? body = null, string type = "application/json",
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            // A refusal before the body is read closes the connection: a polite client asks before it sends.
            request.Headers.ExpectContinue = body.Length > 1_000_000;
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(type);
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        }

        return Http.SendAsync(request);
    }

    /// <summary>The problem that a response tells; fails when it is none.</summary>
    public static async Task<Problem> Problem(HttpResponseMessage response, HttpStatusCode status, string kind)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<Problem>(ProtocolJson.Options))!;
        Assert.Equal($"/problems/{kind}", problem.Type);
        Assert.Equal((int)status, problem.Status);
        return problem;
    }
}
