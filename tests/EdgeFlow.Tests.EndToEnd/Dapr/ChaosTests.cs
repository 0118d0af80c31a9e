using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.TestBed;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// kill -9 of whatever belongs to EdgeFlow on Dapr, at random moments, while jobs keep coming: every job ends well, no
/// result is missing, none is there twice, no effect of a stage either, and every plan can be made again.
/// </summary>
[Collection(ProcessCollection.Others)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Rounds = 20;
    private const int MostFramesBetween = 8;
    private const int LongestOutageMs = 800;
    private readonly List<string> told = [];

    [SkippableFact]
    public async Task Kill_AnythingOfDaprAtRandomMoments_EveryJobEndsAndNothingHappensTwice()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var seed = Environment.GetEnvironmentVariable("EDGEFLOW_CHAOS_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        Say($"seed {seed}");
        try
        {
            await Run(new Random(seed));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(string.Join('\n', told.Append(failure.Message)), failure);
        }
    }

    private async Task Run(Random random)
    {
        await using var published = new PublishedEvents();
        await using var network = await DaprNetwork.Start(published.Address);
        Say(network.Broker is null ? $"without a broker: {KafkaBroker.Missing}" : "with a broker");
        await using var effects = new EffectLog();
        await using var traffic = new JobTraffic(network, effects.Address);
        using var gate = new SemaphoreSlim(1);
        await using var supervisor = new Supervisor(
            network, gate, () => traffic.Progress + published.Count, Say);
        supervisor.Start();
        traffic.Start();
        var nodeKills = new List<DateTimeOffset>();
        var clock = Stopwatch.StartNew();
        foreach (var victim in Victims(random, network.Broker is not null))
        {
            var goal = traffic.Progress + random.Next(1, MostFramesBetween);
            await network.Until($"frame {goal} of all jobs", async () =>
            {
                await (traffic.Running.IsFaulted ? traffic.Running : Task.CompletedTask);
                return traffic.Progress >= goal;
            });
            var name = DaprNetwork.Nodes[random.Next(DaprNetwork.Nodes.Count)];
            Say($"{clock.Elapsed.TotalSeconds,6:F1} s: {victim} {name} killed after {traffic.Progress} frames");
            var outage = TimeSpan.FromMilliseconds(random.Next(LongestOutageMs));
            await gate.WaitAsync();
            try
            {
                if (victim == Victim.Node)
                {
                    nodeKills.Add(DateTimeOffset.UtcNow);
                }

                await Kill(network, victim, name, outage);
            }
            finally
            {
                gate.Release();
            }
        }

        Say($"{clock.Elapsed.TotalSeconds,6:F1} s: no more jobs");
        await traffic.Finish();
        Say($"{clock.Elapsed.TotalSeconds,6:F1} s: {traffic.Ended.Count} jobs ended");
        foreach (var job in traffic.Ended)
        {
            await AssertOnce(network, job, effects.Of(job.Job), nodeKills);
        }

        await network.Plane.AssertPlansRepeat();
        if (network.Broker is not null)
        {
            await AssertPublished(network, published);
            Say($"{clock.Elapsed.TotalSeconds,6:F1} s: all is published");
        }
    }

    private static async Task AssertPublished(DaprNetwork network, PublishedEvents published)
    {
        IReadOnlyList<EventView> stored = [];
        await network.Until("agreement of topic and store", async () =>
        {
            stored = await network.Plane.Events();
            return published.Are(stored);
        });
        published.AssertOrdered(stored);
    }

    // Each kind as often as any other, give or take one, in a random order; but the scheduler once: its successor only
    // begins when the lease of the one that was killed has lapsed, after 22 seconds.
    private static IEnumerable<Victim> Victims(Random random, bool hasBroker)
    {
        Victim[] others = hasBroker ? [Victim.Scheduler] : [Victim.Scheduler, Victim.Broker];
        var kinds = Enum.GetValues<Victim>().Except(others).ToArray();
        var victims = Enumerable.Range(0, Rounds - 1).Select(round => kinds[round % kinds.Length])
            .Append(Victim.Scheduler).ToArray();
        random.Shuffle(victims);
        return victims;
    }

    private static async Task Kill(DaprNetwork network, Victim victim, string node, TimeSpan outage)
    {
        switch (victim)
        {
            case Victim.Node or Victim.ControlPlane:
                var process = victim == Victim.Node ? node : DaprNetwork.Control;
                network.Kill(process);
                await Task.Delay(outage);
                network.Launch(process);
                break;
            case Victim.NodeSidecar or Victim.ControlPlaneSidecar:
                var sidecar = network.Sidecar(victim == Victim.NodeSidecar ? node : DaprNetwork.Control);
                await sidecar.Kill();
                await Task.Delay(outage);
                await sidecar.Restart();
                break;
            case Victim.Placement or Victim.Scheduler:
                var service = victim == Victim.Placement ? network.Bed.Placement : network.Bed.Scheduler;
                await service.Kill();
                await Task.Delay(outage);
                await service.Restart();
                break;
            case Victim.Broker:
                await network.Broker!.Kill();
                await Task.Delay(outage);
                await network.Broker.Restart();
                break;
            default:
                await network.KillDatabase();
                break;
        }
    }

    private static async Task AssertOnce(
        DaprNetwork network, JobView job, IReadOnlyDictionary<long, int> effects, List<DateTimeOffset> nodeKills)
    {
        Assert.True(job.Status == JobStatus.Completed, $"{job.Job} is {job.Status}: {job.Reason}");
        var every = Enumerable.Range(0, JobTraffic.Frames).Select(frame => (long)frame).ToList();
        var results = await network.Plane.Results(job.Job);
        Assert.Equal(every, results.Select(result => result.Frame).Order());
        Assert.All(results, result => Assert.Null(result.Error));

        var history = await network.Plane.History($"job-{job.Job}");
        var types = history.Select(item => item.Type).ToList();
        Assert.Single(types, "job_submitted");
        Assert.Single(types, "job_completed");
        foreach (var done in history.Where(item => item.Type == "task_completed").GroupBy(TaskOf))
        {
            var reopened = history.Count(item => item.Type == "task_reopened" && TaskOf(item) == done.Key);
            Assert.InRange(done.Count(), 1, 1 + reopened);
        }

        // What has to be computed again because its node died, or because the plan changed, is not done twice by us.
        var again = types.Count(type => type == "job_planned") > 1 || types.Contains("task_failed")
            || nodeKills.Any(at => at >= job.SubmittedAt && at <= job.EndedAt);
        Assert.Equal(every, effects.Keys.Order());
        var twice = string.Join(", ", effects.Where(pair => pair.Value > 1));
        Assert.True(again || twice.Length == 0, $"{job.Job}: effects {twice}\n{string.Join('\n', history)}");
    }

    private static string TaskOf(EventView item) => item.Data.GetProperty("task").GetString()!;

    private void Say(string line)
    {
        lock (told)
        {
            told.Add(line);
            output.WriteLine(line);
        }
    }
}
