using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.History;

/// <summary>Who did what, in which story, and because of what: from the request to the last report.</summary>
public sealed class StoryTests
{
    [Theory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task Job_FromRequestToLastReport_IsOneStoryWithActorsAndCauses(string mode)
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        await plane.Declare(Manifests.Chain("story", mode));
        var job = await Submit(plane, new JobSubmission("story", Job: "j", Frames: 5), "my-story");
        Assert.Equal("my-story", job.Headers.GetValues(ProtocolHeaders.Correlation).Single());
        await plane.Until("j", view => view.Status == JobStatus.Completed);

        var story = (await plane.Get<Page<EventView>>("/v1/events?limit=1000&correlation=my-story")).Items;
        var jobEvents = story.Where(item => item.Stream == "job-j").ToList();

        Assert.Equal((await plane.Events("job-j")).Count, jobEvents.Count);
        Assert.All(await plane.Events(), item => Assert.NotNull(item.Actor));
        var submitted = Assert.Single(jobEvents, item => item.Type == "job_submitted");
        Assert.Equal(("operator", "request/POST /v1/jobs"), (submitted.Actor, submitted.Causation));
        var adopted = story.First(item => item.Type == "plan_adopted");
        Assert.Equal($"event/{submitted.Sequence}", adopted.Causation);
        Assert.StartsWith("control-plane/", adopted.Actor, StringComparison.Ordinal);
        var planned = jobEvents.First(item => item.Type == "job_planned");
        Assert.Equal($"plan/{adopted.Data.GetProperty("revision").GetInt32()}", planned.Causation);
        Assert.Equal("workflow/j", jobEvents.Single(item => item.Type == "job_completed").Actor);
        Assert.All(
            jobEvents.Where(item => item.Type == "task_completed"),
            item => Assert.Equal(
                ("node/one", $"report/{item.Data.GetProperty("task").GetString()}/1"), (item.Actor, item.Causation)));
        Assert.All(jobEvents, item => Assert.False(string.IsNullOrEmpty(item.Causation), item.Type));
        Assert.Equal(mode == "batch" ? 3 : 0, jobEvents.Count(item => item.Type == "task_completed"));
        Assert.All(await plane.Events("node-one"), item => Assert.Equal("node/one", item.Actor));
    }

    [Fact]
    public async Task Job_Cancelled_FollowsFromTheWishToCancelIt()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        await plane.Declare(Manifests.Chain("endless"));
        var job = (await plane.Submit(new JobSubmission("endless"))).Job;
        await plane.Until(job, view => view.Status == JobStatus.Running);
        using var asked = await plane.Http.PostAsync($"/v1/jobs/{job}/cancel", null);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        await plane.Until(job, view => view.Status == JobStatus.Cancelled);

        var events = await plane.Events($"job-{job}");

        var wish = events.Single(item => item.Type == "job_cancel_requested");
        var end = events.Single(item => item.Type == "job_cancelled");
        Assert.StartsWith("request/POST /v1/jobs/", wish.Causation, StringComparison.Ordinal);
        Assert.Equal(($"event/{wish.Sequence}", $"workflow/{job}"), (end.Causation, end.Actor));
    }

    [Fact]
    public async Task Request_WithTraceparentOrNothing_GetsAStory()
    {
        await using var plane = await Plane.Start();
        using var traced = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs");
        traced.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var answer = await plane.Http.SendAsync(traced);
        Assert.Equal(
            "0af7651916cd43dd8448eb211c80319c", answer.Headers.GetValues(ProtocolHeaders.Correlation).Single());

        answer = await plane.Http.GetAsync("/v1/jobs");
        Assert.True(ProtocolHeaders.IsCorrelation(answer.Headers.GetValues(ProtocolHeaders.Correlation).Single()));

        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs");
        wrong.Headers.TryAddWithoutValidation(ProtocolHeaders.Correlation, new string('x', 129));
        Assert.Equal(HttpStatusCode.BadRequest, (await plane.Http.SendAsync(wrong)).StatusCode);
    }

    private static async Task<HttpResponseMessage> Submit(Plane plane, JobSubmission submission, string story)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs")
        {
            Content = JsonContent.Create(submission, options: ProtocolJson.Options),
        };
        request.Headers.Add(ProtocolHeaders.Correlation, story);
        var answer = await plane.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return answer;
    }
}
