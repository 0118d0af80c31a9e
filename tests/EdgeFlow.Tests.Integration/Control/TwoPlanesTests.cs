using System.Net.Http.Json;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

public sealed class TwoPlanesTests
{
    [Fact]
    public async Task Replan_TwoAtOnceOnOneDatabase_OneAdoptsAndTheOtherReadsAgain()
    {
        await using var plane = await Plane.Start();
        await using var other = await plane.Another();
        await plane.AddNode("one");
        await plane.Declare(Manifests.Chain("twice"));
        var first = plane.Control.Parts.GetRequiredService<Replanner>();
        var second = other.Parts.GetRequiredService<Replanner>();

        for (var round = 0; round < 10; round++)
        {
            await plane.Submit(new JobSubmission("twice", Frames: 3));
            await Task.WhenAll(first.Replan("a race", default), second.Replan("a race", default));
        }

        var plans = (await plane.Get<Page<PlanView>>("/v1/plans?limit=1000")).Items.Reverse().ToList();
        Assert.Equal(Enumerable.Range(1, plans.Count), plans.Select(plan => plan.Revision));
        Assert.All(plans, plan => Assert.Equal(plan.Revision - 1, plan.Parent));
        var jobs = plans.SelectMany(plan => plan.Jobs).GroupBy(job => job.Job).ToList();
        Assert.All(
            jobs, job => Assert.Equal(job.Select(plan => plan.Epoch).Distinct(), job.Select(plan => plan.Epoch)));
    }

    [Fact]
    public async Task Planes_OneStops_TheOtherDecidesAndTheJobGoesOn()
    {
        await using var plane = await Plane.Start();
        await using var other = await plane.Another();
        Assert.False(other.Parts.GetRequiredService<Leader>().IsLeading);
        await plane.AddNode("one");
        await plane.Declare(Manifests.Chain("take-over"));

        // The nodes' sidecar goes with the plane that stops, so the job begins after it: what is taken over is
        // deciding.
        await plane.Control.StopAsync();
        using var http = new HttpClient { BaseAddress = other.Address };
        var response = await http.PostAsJsonAsync(
            "/v1/jobs", new JobSubmission("take-over", Frames: 3), ProtocolJson.Options);
        response.EnsureSuccessStatusCode();
        var job = (await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!.Job;

        var watch = System.Diagnostics.Stopwatch.StartNew();
        JobView? view = null;
        while (view?.Status is not (JobStatus.Planned or JobStatus.Waiting) && watch.Elapsed.TotalSeconds < 30)
        {
            view = await http.GetFromJsonAsync<JobView>($"/v1/jobs/{job}", ProtocolJson.Options);
            await Task.Delay(20);
        }

        Assert.True(other.Parts.GetRequiredService<Leader>().IsLeading);
        Assert.True(view!.Status is JobStatus.Planned or JobStatus.Waiting, view.ToString());
    }

    [Fact]
    public async Task Heartbeats_ReachTheOneThatDoesNotDecide_StillCount()
    {
        await using var plane = await Plane.Start();
        await using var other = await plane.Another();
        Assert.False(other.Parts.GetRequiredService<Leader>().IsLeading);

        await plane.AddNode("far", other.Address);
        await plane.Declare(Manifests.Chain("relayed", delayMs: 20));
        var job = (await plane.Submit(new JobSubmission("relayed", Frames: 250))).Job;

        // The job takes longer than two leases, all heartbeats go to the other control plane, and the node is never
        // lost.
        var done = await plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed);
        Assert.Equal(JobStatus.Completed, done.Status);
        Assert.DoesNotContain(await plane.Events("node-far"), item => item.Type == "node_lost");
        Assert.NotNull((await plane.Get<Protocol.Nodes.NodeView>("/v1/nodes/far")).HeardMsAgo);
    }
}
