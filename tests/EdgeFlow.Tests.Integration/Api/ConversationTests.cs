using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Applications;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>What HTTP promises: created and accepted, keys, tags, cursors, watches, health, the API's own
/// description.</summary>
public sealed class ConversationTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Declare_SameManifestAgain_IsTheSameVersion()
    {
        var first = await api.Send(HttpMethod.Post, "/v1/applications", Manifests.Chain("same"), "application/yaml");
        var again = await api.Send(
            HttpMethod.Post, "/v1/applications", "# other words\n" + Manifests.Chain("same"), "application/yaml");
        var other = await api.Send(
            HttpMethod.Post, "/v1/applications", Manifests.Chain("same", delayMs: 9), "application/yaml");

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created),
            (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal("/v1/applications/same?version=1", first.Headers.Location!.ToString());
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.NotEqual(first.Headers.ETag, other.Headers.ETag);
        var versions = await api.Plane.Get<Page<ApplicationView>>("/v1/applications/same/versions");
        Assert.Equal([2, 1], versions.Items.Select(view => view.Version));
    }

    [Fact]
    public async Task Find_KnownTag_IsNotSentAgain()
    {
        var found = await api.Http.GetAsync("/v1/applications/sample");

        var again = await api.Send(
            HttpMethod.Get, "/v1/applications/sample", headers: ("If-None-Match", found.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Submit_SameKey_ReplaysTheAnswerAndAnotherBodyIsRefused()
    {
        const string Body = """{"application":"sample"}""";
        var first = await Submit(Body, "key-1");
        var again = await Submit(Body, "key-1");
        var other = await Submit("""{"application":"sample","priority":1}""", "key-1");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        await ApiFixture.Problem(other, HttpStatusCode.UnprocessableEntity, ProblemKinds.KeyReused);
    }

    [Fact]
    public async Task Submit_SameKeyAtTheSameMoment_MakesOneJob()
    {
        const string Body = """{"application":"sample"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Submit(Body, "race")));

        Assert.All(answers, answer => Assert.True((int)answer.StatusCode is 202 or 409, $"{answer.StatusCode}"));
        Assert.Single(answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted)
            .Select(answer => answer.Headers.Location).Distinct());
    }

    [Fact]
    public async Task Submit_OwnIdAgain_IsTheSameJobAndAnotherSubmissionConflicts()
    {
        var first = await Submit("""{"application":"sample","job":"mine"}""");
        var again = await Submit("""{"application":"sample","job":"mine"}""");
        var other = await Submit("""{"application":"sample","job":"mine","priority":3}""");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        await ApiFixture.Problem(other, HttpStatusCode.Conflict, ProblemKinds.Conflict);
    }

    [Fact]
    public async Task Cancel_OldTag_IsRefused()
    {
        var job = await api.Plane.Submit(new JobSubmission("sample"));

        var stale = await api.Send(HttpMethod.Post, $"/v1/jobs/{job.Job}/cancel", headers: ("If-Match", "\"99\""));

        await ApiFixture.Problem(stale, HttpStatusCode.PreconditionFailed, ProblemKinds.PreconditionFailed);
        Assert.Equal(
            HttpStatusCode.Accepted, (await api.Send(HttpMethod.Delete, $"/v1/jobs/{job.Job}")).StatusCode);
        await api.Plane.Until(job.Job, view => view.Status == JobStatus.Cancelled);
    }

    [Fact]
    public async Task Jobs_ManyPages_GiveEveryJobOnceNewestFirst()
    {
        await api.Plane.Declare(Manifests.Chain("paged"));
        for (var i = 0; i < 7; i++)
        {
            await api.Plane.Submit(new JobSubmission("paged", Job: $"paged-{i}"));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.Plane.Get<Page<JobView>>(
                $"/v1/jobs?application=paged&limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Items.Select(job => job.Job));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"paged-{i}"), seen);
    }

    [Fact]
    public async Task Links_DeclaredDegradedRemoved_TellTheirStory()
    {
        var made = await Link("""{"a":"x","b":"y","capacityBitsPerSecond":1000}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var changed = await Link("""{"a":"x","b":"y","capacityBitsPerSecond":2000}""");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        await api.Send(HttpMethod.Put, "/v1/links/x-y/capacity", """{"capacityBitsPerSecond":5,"reason":"rain"}""");
        var degraded = await api.Plane.Get<LinkView>("/v1/links/x-y");
        Assert.Equal(
            (2000L, 5L, "rain"), (degraded.DeclaredBitsPerSecond, degraded.CapacityBitsPerSecond, degraded.Reason));
        await api.Send(HttpMethod.Put, "/v1/links/x-y/capacity", "{}");
        Assert.Null((await api.Plane.Get<LinkView>("/v1/links/x-y")).Reason);
        Assert.Equal(HttpStatusCode.NoContent, (await api.Send(HttpMethod.Delete, "/v1/links/x-y")).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await api.Http.GetAsync("/v1/links/x-y")).StatusCode);
        Assert.Equal(
            ["link_declared", "link_declared", "link_degraded", "link_restored", "link_removed"],
            (await api.Plane.Events("link-x-y")).Select(item => item.Type));
    }

    [Fact]
    public async Task Watch_ConnectionLost_GoesOnAfterTheLastEvent()
    {
        var job = await api.Plane.Submit(new JobSubmission("sample", Job: "watched"));
        var first = await Take($"/v1/jobs/{job.Job}/watch", null, 2);
        Assert.Equal(["job_submitted", "job_queued"], first.Select(item => item.EventType));

        var watching = Take($"/v1/jobs/{job.Job}/watch", first[^1].EventId, 2);
        await api.Send(HttpMethod.Post, "/v1/jobs/watched/cancel");
        var second = await watching;

        Assert.Equal(["job_cancel_requested", "job_cancelled"], second.Select(item => item.EventType));
        var whole = await Take($"/v1/events/watch?stream=job-{job.Job}", null, 4);
        Assert.Equal(whole.Select(item => item.EventId), first.Concat(second).Select(item => item.EventId));
    }

    [Fact]
    public async Task Events_AsLines_AreOneDocumentALine()
    {
        var response = await api.Send(
            HttpMethod.Get, "/v1/events?limit=1", headers: ("Accept", "application/x-ndjson"));

        var line = Assert.Single(
            (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, JsonSerializer.Deserialize<EventView>(line, ProtocolJson.Options)!.Version);
    }

    [Fact]
    public async Task OpenApi_Document_NamesEveryResource()
    {
        var document = await api.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        string[] expected =
        [
            "/v1/applications", "/v1/jobs", "/v1/jobs/{job}/results", "/v1/nodes", "/v1/links/{link}", "/v1/plans",
            "/v1/events", "/healthz", "/readyz",
        ];
        Assert.Empty(expected.Except(paths));
    }

    [Fact]
    public async Task Schema_OfApplications_IsPublished()
    {
        var schema = await api.Http.GetFromJsonAsync<JsonElement>("/v1/schemas/application");

        Assert.Contains("2020-12", schema.GetProperty("$schema").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_RunningPlane_IsAliveAndReadyAndSaysNothingElse()
    {
        var alive = await api.Http.GetAsync("/healthz");
        var ready = await api.Http.GetAsync("/readyz");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (alive.StatusCode, ready.StatusCode));
        Assert.Equal("{\"status\":\"alive\"}", await alive.Content.ReadAsStringAsync());
        Assert.Equal("{\"status\":\"ready\"}", await ready.Content.ReadAsStringAsync());
        Assert.DoesNotContain(ready.Headers, header => header.Key is "Server" or "X-Powered-By");
    }

    [Fact]
    public async Task Readiness_RunningPlane_TellsOperatorsWhatAnswers()
    {
        var readiness = await api.Http.GetFromJsonAsync<JsonElement>("/v1/readiness");

        Assert.Equal(
            ("ok", "ok"),
            (readiness.GetProperty("database").GetString(), readiness.GetProperty("sidecar").GetString()));
    }

    [Fact]
    public async Task Token_Set_IsAskedOfEveryoneButHealthChecks()
    {
        await using var plane = await Plane.Start(options => options with { ApiToken = "s3cret" });

        await ApiFixture.Problem(
            await plane.Http.GetAsync("/v1/jobs"), HttpStatusCode.Unauthorized, ProblemKinds.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, (await plane.Http.GetAsync("/healthz")).StatusCode);
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await plane.Http.GetAsync("/v1/jobs")).StatusCode);
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "s3cret");
        Assert.Equal(HttpStatusCode.OK, (await plane.Http.GetAsync("/v1/jobs")).StatusCode);
    }

    private Task<HttpResponseMessage> Submit(string body, string? key = null) => key is null
        ? api.Send(HttpMethod.Post, "/v1/jobs", body)
        : api.Send(HttpMethod.Post, "/v1/jobs", body, headers: ("Idempotency-Key", key));

    private Task<HttpResponseMessage> Link(string body) => api.Send(HttpMethod.Put, "/v1/links/x-y", body);

    private async Task<List<SseItem<string>>> Take(string path, string? lastId, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(body).EnumerateAsync(limit.Token))
        {
            items.Add(item);
            if (items.Count == count)
            {
                break;
            }
        }

        return items;
    }
}
