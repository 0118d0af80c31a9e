using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Context;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Context;

/// <summary>What every store of contexts must do, over the HTTP API of two control planes that share it.</summary>
[Collection(BlocksBed.Name)]
public abstract class ContextConformance : IAsyncLifetime
{
    protected const string Path = "/v1/applications/notes/context";

    private Plane? plane;
    private ControlPlane? second;
    private HttpClient? other;

    /// <summary>What is missing here for this store, in one line; null for nothing.</summary>
    protected virtual string? Missing => null;

    /// <summary>The control plane's options with this store.</summary>
    protected abstract Task<ControlPlaneOptions> With(ControlPlaneOptions options);

    protected HttpClient Http => plane!.Http;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        var store = await With(new ControlPlaneOptions());
        plane = await Plane.Start(options => options with
        {
            Leases = Plane.Patient, Dapr = store.Dapr, Blocks = store.Blocks,
        });
        second = await plane.Another();
        other = new HttpClient { BaseAddress = second.Address };
        await plane.Declare(Manifests.Chain("notes"));
    }

    public async Task DisposeAsync()
    {
        other?.Dispose();
        await (second?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (plane?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [SkippableFact]
    public async Task Context_OfTwoControlPlanes_IsShared()
    {
        Skip.If(Missing is not null, Missing);
        await Values();
        await Conditions();
        await Transactions();
        await Expiry();
        await Keys();
        await Refusals();
        await Collisions();
        await Stored();
    }

    /// <summary>How the store holds what was written, where the kind of store decides it.</summary>
    protected virtual Task Stored() => Task.CompletedTask;

    private async Task Values()
    {
        await Problem(await Http.GetAsync($"{Path}/a"), HttpStatusCode.NotFound, ProblemKinds.NotFound);
        foreach (var value in new[] { """{"deep":[1,2.5,null,"ä€\u0000"]}""", "17", "\"text\"", "false", "[]" })
        {
            using var put = await Put("a", value);
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
            using var got = await other!.GetAsync($"{Path}/a");
            var text = await got.Content.ReadAsStringAsync();
            using var sent = JsonDocument.Parse(value);
            using var kept = JsonDocument.Parse(text);
            Assert.True(JsonElement.DeepEquals(sent.RootElement, kept.RootElement), text);
            Assert.Equal(put.Headers.ETag, got.Headers.ETag);
        }

        using var known = await Http.GetAsync($"{Path}/a");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Path}/a");
        again.Headers.IfNoneMatch.Add(known.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await Http.SendAsync(again)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Http.DeleteAsync($"{Path}/a")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Http.DeleteAsync($"{Path}/a")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other!.GetAsync($"{Path}/a")).StatusCode);
    }

    private async Task Conditions()
    {
        using var first = await Put("b", "1", ("If-None-Match", "*"));
        Assert.True(first.IsSuccessStatusCode);
        await Stale(await Put("b", "2", ("If-None-Match", "*")));
        var tag = first.Headers.ETag!.Tag;
        using var second = await Put("b", "3", ("If-Match", tag));
        Assert.True(second.IsSuccessStatusCode);
        await Stale(await Put("b", "4", ("If-Match", tag)));
        await Stale(await Put("never", "4", ("If-Match", "*")));
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"{Path}/b");
        delete.Headers.TryAddWithoutValidation("If-Match", tag);
        await Stale(await Http.SendAsync(delete));
        Assert.Equal("3", await Http.GetStringAsync($"{Path}/b"));
    }

    private async Task Transactions()
    {
        var one = JsonSerializer.SerializeToElement(1);
        using var both = await Transact(new("t.one", one), new("t.two", one, IfNoneMatch: true));
        var tag = (await both.Content.ReadFromJsonAsync<ContextWritten>(ProtocolJson.Options))!.Tag;
        await Stale(await Transact(
            new("t.three", one), new("t.one", Delete: true), new("t.two", one, IfMatch: "999999")));
        Assert.Equal("1", await other!.GetStringAsync($"{Path}/t.one"));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"{Path}/t.three")).StatusCode);
        using var moved = await Transact(new("t.one", Delete: true, IfMatch: tag), new("t.three", one));
        Assert.True(moved.IsSuccessStatusCode, await moved.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"{Path}/t.one")).StatusCode);
        Assert.Equal("1", await Http.GetStringAsync($"{Path}/t.three"));
    }

    private async Task Expiry()
    {
        using var put = await Put("brief?ttlSeconds=1", "1");
        Assert.True(put.IsSuccessStatusCode);
        while ((await Http.GetAsync($"{Path}/brief")).StatusCode != HttpStatusCode.NotFound)
        {
            await Task.Delay(50);
        }

        Assert.DoesNotContain("brief", (await List("?prefix=b")).Items);
        using var fresh = await Put("brief", "2", ("If-None-Match", "*"));
        Assert.True(fresh.IsSuccessStatusCode);
    }

    private async Task Keys()
    {
        foreach (var key in new[] { "k:2", "k:10", "k:1", "K:1" })
        {
            (await Put(key, "1")).Dispose();
        }

        Assert.Equal(["k:1", "k:10", "k:2"], (await List("?prefix=k:")).Items);
        var page = await List("?prefix=k:&limit=2");
        Assert.Equal(["k:1", "k:10"], page.Items);
        Assert.Equal(["k:2"], (await List($"?prefix=k:&limit=2&cursor={page.Next}")).Items);
    }

    private async Task Refusals()
    {
        await Problem(await Put("not%20a%20key", "1"), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        await Problem(await Put("c", "{"), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        await Problem(await Put("c", "null"), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        await Problem(await Put("c?ttlSeconds=0", "1"), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        await Problem(
            await Put("c", $"\"{new string('x', 70_000)}\""), HttpStatusCode.RequestEntityTooLarge,
            ProblemKinds.TooLarge);
        await Problem(await Transact(), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        await Problem(
            await Transact(new ContextChange("x", Delete: true), new ContextChange("x", Delete: true)),
            HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        await Problem(
            await Http.GetAsync("/v1/applications/never/context/a"), HttpStatusCode.NotFound, ProblemKinds.NotFound);
    }

    // Both control planes add to one number at the same time: no write may be lost, whoever is faster.
    private async Task Collisions()
    {
        const int Each = 8;
        (await Put("sum", "0")).Dispose();
        await Task.WhenAll(Add(Http, Each), Add(other!, Each), Add(Http, Each));
        Assert.Equal($"{3 * Each}", await Http.GetStringAsync($"{Path}/sum"));
    }

    private static async Task Add(HttpClient http, int times)
    {
        for (var added = 0; added < times;)
        {
            using var got = await http.GetAsync($"{Path}/sum");
            var sum = int.Parse(await got.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
            using var put = Json(HttpMethod.Put, "/sum", $"{sum + 1}");
            put.Headers.IfMatch.Add(got.Headers.ETag!);
            using var answer = await http.SendAsync(put);
            added += answer.IsSuccessStatusCode ? 1 : 0;
            Assert.True(
                answer.IsSuccessStatusCode
                || answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.ServiceUnavailable,
                await answer.Content.ReadAsStringAsync());
        }
    }

    private Task<Page<string>> List(string query) => plane!.Get<Page<string>>(Path + query);

    private Task<HttpResponseMessage> Transact(params ContextChange[] changes) =>
        Http.PostAsJsonAsync(Path, new ContextTransaction(changes), ProtocolJson.Options);

    private async Task<HttpResponseMessage> Put(string key, string value, params (string Name, string Value)[] headers)
    {
        using var request = Json(HttpMethod.Put, $"/{key}", value);
        foreach (var (name, text) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, text);
        }

        return await Http.SendAsync(request);
    }

    private static HttpRequestMessage Json(HttpMethod method, string key, string value) => new(method, Path + key)
    {
        Content = new StringContent(value, Encoding.UTF8, "application/json"),
    };

    private static Task Stale(HttpResponseMessage response) =>
        Problem(response, HttpStatusCode.PreconditionFailed, ProblemKinds.PreconditionFailed);

    private static Task Problem(HttpResponseMessage response, HttpStatusCode status, string kind) =>
        Api.ApiFixture.Problem(response, status, kind);
}
