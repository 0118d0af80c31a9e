using System.Net;
using System.Net.ServerSentEvents;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Api;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Invocation;

/// <summary>
/// The HTTP API under an app id, called by another application through two real sidecars: everything that it promises
/// to a direct caller holds there too.
/// </summary>
[Collection(nameof(InvocationCollection))]
public sealed class InvokedApiTests(InvocationBed bed)
{
    [SkippableFact]
    public async Task Post_Manifest_IsCreatedWithItsPlaceAndTag()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var made = await bed.Send(
            HttpMethod.Post, "/v1/applications", Manifests.Chain("invoked"), "application/yaml");

        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        Assert.Equal("/v1/applications/invoked?version=1", made.Headers.Location!.ToString());
        var again = await bed.Send(
            HttpMethod.Get, "/v1/applications/invoked?version=1",
            headers: ("If-None-Match", made.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [SkippableFact]
    public async Task Post_SameIdempotencyKey_ReplaysTheAnswer()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        await bed.Plane.Declare(Manifests.Chain("keyed"));
        var first = await Submit("""{"application":"keyed"}""");
        var again = await Submit("""{"application":"keyed"}""");
        var other = await Submit("""{"application":"keyed","priority":1}""");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        await ApiFixture.Problem(other, HttpStatusCode.UnprocessableEntity, ProblemKinds.KeyReused);

        Task<HttpResponseMessage> Submit(string body) =>
            bed.Send(HttpMethod.Post, "/v1/jobs", body, headers: ("Idempotency-Key", "invoked-key"));
    }

    [SkippableFact]
    public async Task PutAndDelete_Link_AnswerAsDirectly()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        const string Body = """{"a":"m","b":"n","capacityBitsPerSecond":1000}""";
        Assert.Equal(HttpStatusCode.Created, (await bed.Send(HttpMethod.Put, "/v1/links/m-n", Body)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bed.Send(HttpMethod.Put, "/v1/links/m-n", Body)).StatusCode);
        var gone = await bed.Send(HttpMethod.Delete, "/v1/links/m-n");
        Assert.Equal((HttpStatusCode.NoContent, 0L), (gone.StatusCode, gone.Content.Headers.ContentLength ?? 0));
        await ApiFixture.Problem(
            await bed.Send(HttpMethod.Get, "/v1/links/m-n"), HttpStatusCode.NotFound, ProblemKinds.NotFound);
    }

    [SkippableFact]
    public async Task Refusal_OfAManifest_TellsWhereAndWhat()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var refused = await bed.Send(
            HttpMethod.Post, "/v1/applications", "apiVersion: edgeflow.io/v1\nkind: Aplication\n",
            "application/yaml");

        var problem = await ApiFixture.Problem(
            refused, HttpStatusCode.UnprocessableEntity, ProblemKinds.InvalidManifest);
        Assert.Contains(problem.Errors!, error => error.Pointer == "/kind" && error.Line == 2);
    }

    [SkippableFact]
    public async Task Token_OfTheCaller_PassesThroughAndItsLackIsRefused()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var without = await bed.Send(HttpMethod.Get, "/v1/jobs", app: "guarded");
        var with = await bed.Send(
            HttpMethod.Get, "/v1/jobs", app: "guarded",
            headers: ("Authorization", $"Bearer {InvocationBed.Token}"));

        await ApiFixture.Problem(without, HttpStatusCode.Unauthorized, ProblemKinds.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [SkippableFact]
    public async Task Watch_OfAJob_StreamsEventsWhileTheyHappen()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        await bed.Plane.Declare(Manifests.Chain("watched"));
        var job = await bed.Plane.Submit(new JobSubmission("watched"));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var response = await bed.Http.GetAsync(
            InvocationBed.Invoke($"/v1/jobs/{job.Job}/watch"), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
        var types = new List<string>();
        string? last = null;
        await foreach (var item in SseParser.Create(body).EnumerateAsync(limit.Token))
        {
            types.Add(item.EventType);
            last = item.EventId;
            if (types.Count == 1)
            {
                // The rest can only come if the first was handed on before the answer's end.
                await bed.Send(HttpMethod.Post, $"/v1/jobs/{job.Job}/cancel");
            }

            if (item.EventType == "job_cancelled")
            {
                break;
            }
        }

        Assert.Equal("job_submitted", types[0]);
        var history = await bed.Plane.Get<Page<EventView>>($"/v1/jobs/{job.Job}/history");
        Assert.Equal(history.Items.Select(item => item.Type).Take(types.Count), types);
        Assert.Equal($"{history.Items[types.Count - 1].Sequence}", last);
    }

    [SkippableFact]
    public async Task Refusal_OfABrokenBody_IsAProblem()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        await ApiFixture.Problem(
            await bed.Send(HttpMethod.Post, "/v1/jobs", "{\"application\":"),
            HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
    }
}
