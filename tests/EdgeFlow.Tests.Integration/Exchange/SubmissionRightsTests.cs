using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Security;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Exchange.Submissions;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Who may submit by message, where tokens are asked for; and what a sidecar is answered.</summary>
public sealed class SubmissionRightsTests : IAsyncLifetime
{
    private const string OperatorToken = "operator-0123456789abcdef";
    private const string NorthToken = "north-0123456789abcdef";
    private const string SouthToken = "south-0123456789abcdef";
    private const string ReaderToken = "reader-0123456789abcdef";
    private const string OfSidecar = "of-the-sidecar";
    private readonly string tokens = Path.GetTempFileName();
    private readonly HttpClient http = new();
    private DeafSidecar sidecar = null!;
    private Plane plane = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(tokens, $"""
            {OperatorToken} operator * oskar
            {NorthToken} user north nora
            {SouthToken} user south susan
            {ReaderToken} reader north rita

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tokens, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        sidecar = await DeafSidecar.Start();
        plane = await Plane.Start(options => options with
        {
            Leases = Plane.Patient, TokensFile = tokens, AppToken = OfSidecar,
            Dapr = new DaprEndpoint(sidecar.Address, null),
            Exchange = new ExchangeOptions
            {
                Publish = new PublishTarget("pubsub", "events"), Submissions = new PublishTarget("pubsub", "submit"),
            },
        });
        plane.Http.DefaultRequestHeaders.Add("Authorization", $"Bearer {NorthToken}");
        await plane.Declare(Manifests.Chain("norths", "batch"));
        http.BaseAddress = plane.Control.Address;
        http.DefaultRequestHeaders.Add(AppToken.Header, OfSidecar);
    }

    public async Task DisposeAsync()
    {
        await plane.DisposeAsync();
        await sidecar.DisposeAsync();
        http.Dispose();
        File.Delete(tokens);
    }

    [Fact]
    public async Task Submit_ByEveryRole_IsTakenFromThoseWhoMay()
    {
        Assert.Equal("unauthorized", await Refused(Message("m-1", "")));
        Assert.Equal("unauthorized", await Refused(Message("m-2", "guessed-0123456789abcdef")));
        Assert.Equal("forbidden", await Refused(Message("m-3", ReaderToken)));
        // Another tenant's application is as one that is not there.
        Assert.Equal("invalid-body", await Refused(Message("m-4", SouthToken)));

        Assert.Equal("SUCCESS", await Deliver(Message("m-5", NorthToken)));
        Assert.Equal(SubmissionAnswer.Accepted, sidecar.Answers[^1].GetProperty("type").GetString());
        Assert.Equal("/edgeflow/north", sidecar.Answers[^1].GetProperty("source").GetString());
        var job = Assert.Single((await plane.Get<Page<JobView>>("/v1/jobs")).Items).Job;
        var submitted = (await plane.Get<Page<EventView>>($"/v1/jobs/{job}/history")).Items[0];
        Assert.Equal("nora", submitted.Actor);
        Assert.Equal("m-5", submitted.Correlation);
        Assert.DoesNotContain(NorthToken, JsonSerializer.Serialize(sidecar.Answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_TheSameAgain_StartsNothingAndGetsTheSameAnswer()
    {
        var message = Message("again", NorthToken);
        await Deliver(message);
        await Deliver(message);

        Assert.Equal(2, sidecar.Answers.Count);
        Assert.Equal(sidecar.Answers[0].GetRawText(), sidecar.Answers[1].GetRawText());
        Assert.Single((await plane.Get<Page<JobView>>("/v1/jobs")).Items);

        Assert.Equal("idempotency-key-reused", await Refused(Message("again", NorthToken, new { priority = 7 })));
    }

    [Fact]
    public async Task Submit_AnswerCannotBePublished_IsDeliveredAgainAndStartsNothingNew()
    {
        sidecar.Refuses = true;
        var message = Message("retried", NorthToken);
        Assert.Equal("RETRY", await Deliver(message));

        sidecar.Refuses = false;
        Assert.Equal("SUCCESS", await Deliver(message));
        Assert.Single(sidecar.Answers);
        Assert.Single((await plane.Get<Page<JobView>>("/v1/jobs")).Items);
    }

    [Fact]
    public async Task Deliver_WhatIsNoSubmission_IsDroppedAndCounted()
    {
        string[] messages =
        [
            """{"specversion":"1.0","id":"1","source":"s","type":"weather.v1","data":{}}""",
            """{"specversion":"1.0","source":"s","type":"io.edgeflow.job.submit.v1","data":{"application":"a"}}""",
            """{"specversion":"1.0","id":"1","source":"s","type":"io.edgeflow.job.submit.v1","data":[]}""",
            """{"specversion":"1.0","id":"1","source":"s","type":"com.dapr.event.sent","data":{"x":1}}""",
            """{"temperature":21}""", "[]", "7",
        ];
        foreach (var message in messages)
        {
            Assert.Equal("DROP", await Deliver(message));
        }

        Assert.Empty(sidecar.Answers);
        var counts = await plane.Control.Parts.GetRequiredService<MessageCounts>().All(default);
        Assert.Equal(messages.Length, counts[MessageCounts.Dropped]);
    }

    [Fact]
    public async Task Submit_HostileSubmission_IsRefusedWithItsPlaces()
    {
        string[] submissions =
        [
            """{"application":"norths","nonsense":1}""", """{"application":7}""",
            """{"application":"norths","job":"../../etc"}""", """{"application":"norths","job":"\u0000"}""",
        ];
        for (var number = 0; number < submissions.Length; number++)
        {
            Assert.Equal("invalid-body", await Refused($$"""
                {"specversion":"1.0","id":"h-{{number}}","source":"s","type":"{{SubmissionMessage.Type}}",
                 "{{SubmissionMessage.TokenAttribute}}":"{{NorthToken}}","data":{{submissions[number]}} }
                """));
        }
    }

    [Fact]
    public async Task Deliver_Bulk_SaysTheStatusOfEachMessage()
    {
        var bulk = $$$"""
            {"entries":[
              {"entryId":"a","event":{{{Message("b-1", NorthToken)}}} },
              {"entryId":"b","event":{"temperature":21}},
              {"entryId":"c","event":"AAAA"},
              {"event":{} } ]}
            """;
        using var answer = await Post("/dapr/submissions/bulk", bulk);
        var statuses = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statuses");

        Assert.Equal(
            ["a SUCCESS", "b DROP", "c DROP"],
            statuses.EnumerateArray().Select(entry => $"{entry.GetProperty("entryId")} {entry.GetProperty("status")}"));
    }

    [Fact]
    public async Task Deliver_WithoutTheSidecarsToken_IsRefused()
    {
        using var stranger = new HttpClient();
        using var content = new StringContent(Message("x", NorthToken), Encoding.UTF8, "application/json");
        using var answer = await stranger.PostAsync(new Uri(plane.Control.Address, "/dapr/submissions"), content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(sidecar.Answers);
    }

    [Fact]
    public async Task Subscribe_AskedByTheSidecar_NamesTheTopicInBulkWithDeadLetters()
    {
        var both = (await http.GetFromJsonAsync<JsonElement>("/dapr/subscribe")).EnumerateArray().ToList();
        Assert.Equal(2, both.Count);
        var (subscription, dead) = (both[0], both[1]);

        Assert.Equal("submit", subscription.GetProperty("topic").GetString());
        Assert.Equal("submit.dead", subscription.GetProperty("deadLetterTopic").GetString());
        Assert.True(subscription.GetProperty("bulkSubscribe").GetProperty("enabled").GetBoolean());
        Assert.Equal("submit.dead", dead.GetProperty("topic").GetString());
        Assert.Equal("true", dead.GetProperty("metadata").GetProperty("rawPayload").GetString());
    }

    private async Task<string> Refused(string message)
    {
        var before = sidecar.Answers.Count;
        Assert.Equal("SUCCESS", await Deliver(message));
        var answer = sidecar.Answers[before];
        Assert.Equal(SubmissionAnswer.Refused, answer.GetProperty("type").GetString());
        var problem = answer.GetProperty("data").GetProperty("problem");
        return problem.GetProperty("type").GetString()!["/problems/".Length..];
    }

    private async Task<string> Deliver(string message)
    {
        using var answer = await Post("/dapr/submissions", message);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("status").GetString()!;
    }

    private async Task<HttpResponseMessage> Post(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");
        return await http.PostAsync(path, content);
    }

    private static string Message(string id, string token, object? more = null)
    {
        var data = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        data["application"] = "norths";
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["specversion"] = "1.0", ["id"] = id, ["source"] = "/shop", ["type"] = SubmissionMessage.Type,
            [SubmissionMessage.TokenAttribute] = token, ["data"] = data,
        });
    }
}
