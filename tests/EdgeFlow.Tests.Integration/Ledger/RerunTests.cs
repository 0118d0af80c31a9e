using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.StageWorker;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.StageWorker;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger;

/// <summary>Jobs that are run again on real nodes: what is kept is not computed, and comes out the same.</summary>
public sealed class RerunTests
{
    private const int Frames = 12;

    [Fact]
    public async Task Rerun_FromTheMiddle_ComputesOnlyFromThereOnAndGivesTheSameTexts()
    {
        await using var plane = await Nodes("one", "two", "three");
        var name = NewName();
        var first = await Complete(plane, Manifests.Pinned(name, "batch", "one", "two", "three"), name);

        var again = await Rerun(plane, first, new JobRerun(From: "right"));
        var done = await plane.Until(again.Job, view => view.EndedAt is not null);

        Assert.Equal(JobStatus.Completed, done.Status);
        Assert.Equal((1, 1, 2), (Computed(name, "count"), Computed(name, "left"), Computed(name, "right")));
        Assert.Equal(await Texts(plane, first), await Texts(plane, again.Job));
        Assert.Equal(["count", "left"], done.Rerun!.Reused.Select(task => task.Task));
        Assert.Equal([0, 0, 1], done.Tasks!.Select(task => task.Attempt));
        Assert.Equal((first, "right"), (done.Rerun.Of, done.Rerun.From));
        Assert.Equal([first, again.Job], (await plane.Job(first)).Runs!.Select(run => run.Job));
        Assert.Equal([null, first], done.Runs!.Select(run => run.RerunOf));
        Assert.DoesNotContain(
            await plane.Events($"job-{again.Job}"), item => item.Type is "task_reopened" or "task_failed");
    }

    [Fact]
    public async Task Rerun_ChangedParameterThenAnotherVersion_KeepsWhatIsNotTouched()
    {
        await using var plane = await Nodes("one", "two");
        var name = NewName();
        var manifest = Manifests.Chain(name, "batch");
        var first = await Complete(plane, manifest, name);

        var changed = await Rerun(plane, first, new JobRerun(Parameters: Set("left", "name", $"{name}-LEFT")));
        await plane.Until(changed.Job, view => view.Status == JobStatus.Completed);
        await plane.Declare(manifest.Replace($"{name}-right,", $"{name}-RIGHT,", StringComparison.Ordinal));
        var other = await Rerun(plane, changed.Job, new JobRerun(Version: 2));
        await plane.Until(other.Job, view => view.Status == JobStatus.Completed);

        Assert.Equal(["count"], changed.Rerun!.Reused.Select(task => task.Task));
        Assert.Equal(["count", "left"], other.Rerun!.Reused.Select(task => task.Task));
        Assert.Equal(2, other.Version);
        Assert.Equal((1, 1, 1), (Computed(name, "count"), Computed(name, "left"), Computed(name, "LEFT")));
        Assert.Equal($"\"{name}-RIGHT({name}-LEFT(3))\"", (await Texts(plane, other.Job))[3]);
        Assert.Equal([first, changed.Job, other.Job], (await plane.Job(changed.Job)).Runs!.Select(run => run.Job));
    }

    [Fact]
    public async Task Rerun_OutputsThatAreGone_AreComputedAgainAndItIsSaid()
    {
        await using var plane = await Plane.Start();
        NodeHost[] nodes =
            [await plane.AddNode("one", change: Forgetful), await plane.AddNode("two", change: Forgetful)];
        var name = NewName();
        var first = await Complete(plane, Manifests.Pinned(name, "batch", "one", "one", "two"), name);
        foreach (var node in nodes)
        {
            await Forgotten(plane, first, node);
        }

        var again = await Rerun(plane, first, new JobRerun(From: "right"));
        await plane.Until(again.Job, view => view.Status == JobStatus.Completed);

        Assert.Equal(2, Computed(name, "left"));
        Assert.Equal(await Texts(plane, first), await Texts(plane, again.Job));
        Assert.Contains(await plane.Events($"job-{again.Job}"), item => item.Type == "task_reopened");
    }

    [Fact]
    public async Task Rerun_FileOfTheStageHasOtherBytesNow_ComputesItAndAllAfterItAndSaysWhy()
    {
        var models = Directory.CreateTempSubdirectory("edgeflow-models-");
        var file = Path.Combine(models.FullName, "labels.txt");
        await File.WriteAllTextAsync(file, "then");
        await using var plane = await Plane.Start();
        await plane.AddNode("one", change: options => options with { ModelsFolder = models.FullName });
        var name = NewName();
        var manifest = Manifests.Chain(name, "batch").Replace(
            $"name: {name}-left,", $"name: {name}-left, file: labels.txt,", StringComparison.Ordinal);
        var first = await Complete(plane, manifest, name);

        var same = await Rerun(plane, first, new JobRerun(From: "right"));
        await plane.Until(same.Job, view => view.Status == JobStatus.Completed);
        Assert.Equal((1, 2), (Computed(name, "left"), Computed(name, "right")));

        await File.WriteAllTextAsync(file, "now");
        var other = await Rerun(plane, same.Job, new JobRerun(From: "right"));
        await plane.Until(other.Job, view => view.Status == JobStatus.Completed);
        models.Delete(recursive: true);

        Assert.Equal((1, 2, 3), (Computed(name, "count"), Computed(name, "left"), Computed(name, "right")));
        var reopened = Assert.Single(
            await plane.Events($"job-{other.Job}"), item => item.Type == "task_reopened");
        Assert.Equal("left", reopened.Data.GetProperty("task").GetString());
        Assert.Contains("have other bytes", reopened.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("node/one", reopened.Actor);
    }

    [Fact]
    public async Task Rerun_NodeOfTheOutputsIsGone_PromisesNothingOfThem()
    {
        await using var plane = await Nodes("one", "two");
        var name = NewName();
        var first = await Complete(plane, Manifests.Pinned(name, "batch", "one", "two", "two"), name);
        await plane.Departed(first);
        using var drained = await plane.Http.PostAsJsonAsync(
            "/v1/nodes/one/drain", new { reason = "test" }, ProtocolJson.Options);
        Assert.True(drained.IsSuccessStatusCode);

        var again = await Rerun(plane, first, new JobRerun(Version: 1));

        Assert.Equal(["count", "left"], again.Rerun!.Reused.Select(task => task.Task));
        using var left = await plane.Http.PostAsJsonAsync(
            "/v1/nodes/two/drain", new { reason = "test" }, ProtocolJson.Options);
        var none = await Rerun(plane, first, new JobRerun(Version: 1));
        Assert.Empty(none.Rerun!.Reused);
        Assert.Contains(
            new ComputedTaskView("left", "its output was on node two, which is gone"), none.Rerun.Computed);
    }

    [Fact]
    public async Task Rerun_Stream_RunsAsAWholeAndSaysSoOfTasks()
    {
        await using var plane = await Nodes("one");
        var name = NewName();
        var first = await Complete(plane, Manifests.Chain(name), name);

        using var refused = await Ask(plane, first, new JobRerun(From: "left"));
        var again = await Rerun(plane, first, new JobRerun());
        var done = await plane.Until(again.Job, view => view.EndedAt is not null);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<Problem>(ProtocolJson.Options);
        Assert.Equal("/from", Assert.Single(problem!.Errors!).Pointer);
        Assert.Equal(Frames, done.Results!.FramesOut);
        Assert.Equal(await Texts(plane, first), await Texts(plane, again.Job));
        Assert.Equal(2, Computed(name, "count"));
    }

    [Fact]
    public async Task Rerun_AskedBadly_IsRefusedAndTheSameWishAgainIsTheSameJob()
    {
        await using var plane = await Nodes("one");
        var name = NewName();
        var first = await Complete(plane, Manifests.Chain(name, "batch"), name);

        Assert.Equal(HttpStatusCode.NotFound, await Status(plane, "nobody", new JobRerun()));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(plane, "..%2Fx", new JobRerun()));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(plane, first, new JobRerun(Job: "NO NAME")));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(plane, first, new JobRerun(From: "nine")));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(plane, first, new JobRerun(Version: 9)));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(plane, first, new JobRerun(Version: -1)));
        Assert.Equal(
            HttpStatusCode.BadRequest, await Status(plane, first, new JobRerun(Parameters: Set("nine", "name", "x"))));
        Assert.Equal(HttpStatusCode.Conflict, await Status(plane, first, new JobRerun(Job: first)));

        var wish = new JobRerun($"{name}-again", From: "left");
        Assert.Equal(HttpStatusCode.Accepted, await Status(plane, first, wish));
        Assert.Equal(HttpStatusCode.OK, await Status(plane, first, wish));
        Assert.Equal(HttpStatusCode.Conflict, await Status(plane, first, wish with { From = "right" }));
    }

    private static StageWorkerOptions Forgetful(StageWorkerOptions options) =>
        options with { Limits = new WorkerLimits { KeptArtifactBytes = 0 } };

    private static async Task<Plane> Nodes(params string[] names)
    {
        var plane = await Plane.Start();
        foreach (var name in names)
        {
            await plane.AddNode(name);
        }

        return plane;
    }

    private static async Task<string> Complete(Plane plane, string manifest, string name)
    {
        await plane.Declare(manifest);
        var job = await plane.Submit(new JobSubmission(name, Frames: Frames));
        var done = await plane.Until(job.Job, view => view.EndedAt is not null);
        Assert.Equal(JobStatus.Completed, done.Status);
        return job.Job;
    }

    private static async Task<JobView> Rerun(Plane plane, string job, JobRerun asked)
    {
        using var response = await Ask(plane, job, asked);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!;
    }

    private static async Task<HttpStatusCode> Status(Plane plane, string job, JobRerun asked)
    {
        using var response = await Ask(plane, job, asked);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> Ask(Plane plane, string job, JobRerun asked) =>
        plane.Http.PostAsJsonAsync($"/v1/jobs/{job}/rerun", asked, ProtocolJson.Options);

    private static async Task<IReadOnlyList<string>> Texts(Plane plane, string job) =>
        [.. (await plane.Get<Page<StoredResult>>($"/v1/jobs/{job}/results?limit=1000")).Items
            .Select(item => item.Payload!.Value.GetRawText())];

    private static Dictionary<string, JsonElement> Set(string task, string parameter, string value) => new()
    {
        [task] = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [parameter] = value }),
    };

    // A node is told that a job has ended only after the job has.
    private static async Task Forgotten(Plane plane, string job, NodeHost node)
    {
        foreach (var item in (await plane.Events($"job-{job}")).Where(item => item.Type == "task_completed"))
        {
            var place = new Uri($"{node.Address}/artifacts/{item.Data.GetProperty("output").GetString()}");
            while ((await plane.Http.GetAsync(place)).StatusCode != HttpStatusCode.NotFound)
            {
                await Task.Delay(20);
            }
        }
    }

    // How often each frame went through a stage; the same for all frames.
    private static int Computed(string name, string task) =>
        Enumerable.Range(0, Frames).Select(frame => TestStages.Runs.GetValueOrDefault(($"{name}-{task}", frame)))
            .Distinct().Single();

    private static string NewName() => $"rerun-{Guid.NewGuid():N}"[..16];
}
