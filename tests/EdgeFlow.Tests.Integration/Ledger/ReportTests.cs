using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Reports;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.StageWorker;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger;

/// <summary>Jobs on real nodes, and what the reports say that they used.</summary>
public sealed class ReportTests
{
    private const int Frames = 40;

    [Fact]
    public async Task Report_StreamAndBatchOverALink_CountWhatTheyUsedAndNothingTwice()
    {
        await using var plane = await Priced();
        await plane.Declare(Manifests.Pinned("flow", "stream", "one", "one", "two"));
        await plane.Declare(Manifests.Pinned("bulk", "batch", "one", "one", "two"));
        var stream = (await plane.Submit(new JobSubmission("flow", Frames: Frames))).Job;
        var batch = (await plane.Submit(new JobSubmission("bulk", Frames: Frames))).Job;
        await plane.Until(stream, view => view.Status == JobStatus.Completed);
        await plane.Until(batch, view => view.Status == JobStatus.Completed);

        var jobs = await Until(plane, "job", rows =>
            rows.Find(row => row.Name == stream)?.Frames.Measured == Frames
            && rows.Find(row => row.Name == batch)?.LinkBytes.Measured > 0);
        var (flow, bulk) = (jobs.First(row => row.Name == stream), jobs.First(row => row.Name == batch));

        Assert.Equal(Frames, flow.Frames.Measured);
        Assert.True(flow.Frames.Planned > 0);
        Assert.True(flow.LinkBytes is { Measured: > 0, Planned: > 0 });
        Assert.True(bulk.ComputeSeconds is { Measured: > 0, Planned: > 0 });
        Assert.True(bulk.LinkBytes.Planned > 0);
        Assert.Equal(
            flow.ComputeSeconds.Measured + bulk.ComputeSeconds.Measured,
            (await Read(plane, "tenant")).Items.Single().ComputeSeconds.Measured, 1e-6);
        var nodes = (await Read(plane, "node")).Items;
        Assert.Equal(["one", "two"], nodes.Select(row => row.Name));
        Assert.Equal(20 * nodes[0].ComputeSeconds.Measured, nodes[0].EnergyJoules.Measured, 1e-6);
        var link = Assert.Single((await Read(plane, "link")).Items);
        Assert.Equal("one-two", link.Name);
        Assert.Equal(flow.LinkBytes.Measured + bulk.LinkBytes.Measured, link.LinkBytes.Measured);
        Assert.Equal(link.LinkBytes.Measured / 1e9 * 50, link.Price.Measured, 1e-12);
        Assert.NotEmpty((await Read(plane, "day")).Items);

        // Another control plane goes on where this one stopped, and counts nothing again.
        await plane.Restart();
        var more = (await plane.Submit(new JobSubmission("bulk", Frames: 2))).Job;
        var later = await Until(plane, "job", rows => rows.Exists(row => row.Name == more));
        Assert.Equal(flow.LinkBytes.Measured, later.First(row => row.Name == stream).LinkBytes.Measured);
        Assert.Equal(bulk.ComputeSeconds, later.First(row => row.Name == batch).ComputeSeconds);
    }

    [Fact]
    public async Task Report_AttemptThatIsStopped_TellsWhatItUsedApart()
    {
        await using var plane = await Priced();
        var name = $"lost-{Guid.NewGuid():N}"[..16];
        await plane.Declare(Manifests.Pinned(name, "batch", "one", "two", "one").Replace(
            "builtin: tag, with: { name: " + name + "-left", "builtin: hang, with: { name: " + name + "-left",
            StringComparison.Ordinal));
        var job = (await plane.Submit(new JobSubmission(name, Frames: Frames))).Job;
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!TestStages.Runs.ContainsKey(($"{name}-left", 0)))
        {
            await Task.Delay(20, enough.Token);
        }

        using var cancelled = await plane.Http.PostAsync($"/v1/jobs/{job}/cancel", null);
        Assert.True(cancelled.IsSuccessStatusCode, await cancelled.Content.ReadAsStringAsync());

        var rows = await Until(plane, "job", rows => rows.Exists(
            its => its.Name == job && its.Lost is { ComputeSeconds: > 0, LinkBytes: > 0 }));
        var row = rows.Single(its => its.Name == job);
        Assert.Equal(0, row.LinkBytes.Measured);
        Assert.Equal(20 * row.Lost.ComputeSeconds, row.Lost.EnergyJoules, 1e-6);
        Assert.Equal(row.Lost, (await Read(plane, "tenant")).Items.Single().Lost);
        Assert.Equal(row.Lost.LinkBytes, (await Read(plane, "link")).Items.Single().Lost.LinkBytes);
        Assert.Equal(row.Lost.ComputeSeconds, (await Read(plane, "node")).Items
            .Single(node => node.Name == "two").Lost.ComputeSeconds);
        Assert.True((await Read(plane, "day")).Items.Sum(day => day.Lost.ComputeSeconds) > 0);
    }

    [Fact]
    public async Task Report_NodeIsKilledAmidATask_TellsAtMostWhatTheAttemptUsed()
    {
        // However slow the machine is, a node is given up only when nothing listens at its address any more.
        await using var plane = await Priced(new LeaseOptions
        {
            Lease = TimeSpan.FromMinutes(1), StartGrace = TimeSpan.FromMinutes(1),
        });
        var name = $"dead-{Guid.NewGuid():N}"[..16];
        await plane.Declare(Manifests.Pinned(name, "batch", "one", "two", "one").Replace(
            "builtin: tag, with: { name: " + name + "-left", "builtin: hang, with: { name: " + name + "-left",
            StringComparison.Ordinal));
        var job = (await plane.Submit(new JobSubmission(name, Frames: Frames))).Job;
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!TestStages.Runs.ContainsKey(($"{name}-left", 0)))
        {
            await Task.Delay(20, enough.Token);
        }

        // The node is heard once more while the attempt runs.
        var running = Stopwatch.StartNew();
        while ((await plane.Get<NodeView>("/v1/nodes/two")).HeardMsAgo is not { } ago
            || ago >= running.ElapsedMilliseconds)
        {
            await Task.Delay(20, enough.Token);
        }

        await plane.Kill("two");

        var rows = await Until(plane, "job", rows => rows.Exists(
            its => its.Name == job && its.LostAtMost is { ComputeSeconds: > 0, LinkBytes: > 0 }));
        var most = rows.Single(its => its.Name == job).LostAtMost;
        var lost = (await plane.Events("node-two")).Single(item => item.Type == "node_lost").Data;
        var begun = (await plane.Events($"job-{job}")).First(item => item.Type == "job_started").At;
        Assert.InRange(
            most.ComputeSeconds, 0, (lost.GetProperty("occurredAt").GetDateTimeOffset() - begun).TotalSeconds + 1);
        Assert.Equal(20 * most.ComputeSeconds, most.EnergyJoules, 1e-6);
        Assert.Equal(most, (await Read(plane, "tenant")).Items.Single().LostAtMost);
        Assert.Equal(most.LinkBytes, (await Read(plane, "link")).Items.Single().LostAtMost.LinkBytes);
        Assert.Equal(most.ComputeSeconds, (await Read(plane, "node")).Items
            .Single(node => node.Name == "two").LostAtMost.ComputeSeconds);
        Assert.Equal(most.ComputeSeconds, (await Read(plane, "day")).Items.Sum(day => day.LostAtMost.ComputeSeconds));
        Assert.Equal(0, rows.Single(its => its.Name == job).Lost.ComputeSeconds);
    }

    [Fact]
    public async Task Report_AskedInEveryWay_IsPagedFilteredOrRefused()
    {
        await using var plane = await Priced();
        await plane.Declare(Manifests.Pinned("bulk", "batch", "one", "one", "two"));
        var job = (await plane.Submit(new JobSubmission("bulk", Frames: 3))).Job;
        await plane.Until(job, view => view.Status == JobStatus.Completed);
        await Until(plane, "node", rows => rows.Count == 2);

        var first = await plane.Get<UsageReport>("/v1/reports/node?limit=1");
        var second = await plane.Get<UsageReport>(
            $"/v1/reports/node?limit=1&cursor={Uri.EscapeDataString(first.Next!)}");
        Assert.Equal(("one", "two"), (first.Items.Single().Name, second.Items.Single().Name));
        Assert.Equal("two", (await plane.Get<UsageReport>("/v1/reports/node?name=two")).Items.Single().Name);
        Assert.Empty((await plane.Get<UsageReport>("/v1/reports/node?until=2020-01-01T00:00Z")).Items);
        Assert.Equal("more than 20 % off the plan", first.DriftRule);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/v1/reports/job");
        ask.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var csv = await plane.Http.SendAsync(ask);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("job,frames,", await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        string[] bad =
        [
            "node?since=yesterday", "node?since=2026-03-04&until=2026-03-03", "node?limit=0", "node?limit=1000000",
            "node?cursor=x", "node?name=%27%20or%201%3D1", "node?since=0001-01-01", "day?name=x",
        ];
        foreach (var query in bad)
        {
            using var refused = await plane.Http.GetAsync($"/v1/reports/{query}");
            Assert.True(refused.StatusCode == HttpStatusCode.BadRequest, query);
        }

        using var unknown = await plane.Http.GetAsync("/v1/reports/weather");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<Plane> Priced(LeaseOptions? leases = null)
    {
        var plane = await Plane.Start(options => options with { Leases = leases ?? options.Leases });
        foreach (var name in new[] { "one", "two" })
        {
            await plane.AddNode(name, change: options => options with
            {
                PricePerHour = 3.6,
                IdleWatts = 5,
                BusyWatts = 20,
            });
        }

        using var declared = await plane.Http.PutAsJsonAsync(
            "/v1/links/one-two",
            new LinkDeclaration("one", "two", 100_000_000, 1) { PricePerGigabyte = 50 }, ProtocolJson.Options);
        Assert.True(declared.IsSuccessStatusCode, await declared.Content.ReadAsStringAsync());
        return plane;
    }

    private static Task<UsageReport> Read(Plane plane, string kind) => plane.Get<UsageReport>($"/v1/reports/{kind}");

    private static async Task<List<UsageRow>> Until(Plane plane, string kind, Predicate<List<UsageRow>> condition)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var rows = (await Read(plane, kind)).Items.ToList();
            if (condition(rows))
            {
                return rows;
            }

            if (enough.IsCancellationRequested)
            {
                var events = (await plane.Events()).Select(item => $"{item.Sequence} {item.Type} {item.Data}");
                throw new TimeoutException(string.Join('\n', events.Concat(rows.Select(row => $"{row}"))));
            }

            await Task.Delay(50);
        }
    }
}
