using System.Net.Http.Json;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.State;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.History;

/// <summary>What a control plane was started with is a fact of the history.</summary>
public sealed class StartOptionsTests
{
    private const string Stream = "control-plane";

    [Fact]
    public async Task Start_SameOptionsThenOthers_AreNotedAndToldAndPlannedByWhereTheyHeld()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await Noted(plane, 1);
        await plane.Declare(Manifests.Chain("sample"));
        await Register(plane, "one");
        var job = await plane.Submit(new JobSubmission("sample", Job: "early"));
        await plane.Until(job.Job, view => view.Epoch > 0);
        await plane.Restart();
        await plane.Restart(options => options with
        {
            Planning = options.Planning with
            {
                Model = options.Planning.Model with { Objective = Objective.ProportionalFair },
            },
        });
        var noted = await Noted(plane, 2);
        var later = await plane.Submit(new JobSubmission("sample", Job: "late"));
        await plane.Until(later.Job, view => view.Epoch > 0);

        Assert.All(noted, item => Assert.StartsWith("control-plane/", item.Actor, StringComparison.Ordinal));
        Assert.All(noted, item => Assert.DoesNotContain(
            "host", item.Data.GetRawText(), StringComparison.OrdinalIgnoreCase));
        Assert.Null((await At(plane, noted[0].Sequence - 1)).Options!.Started);
        Assert.Equal("max-min", (await At(plane, noted[1].Sequence - 1)).Options!.Started!.Planning.Objective);
        var now = (await At(plane, noted[1].Sequence)).Options!.Started!;
        Assert.Equal(("proportional-fair", 3_600_000), (now.Planning.Objective, now.Leases.LeaseMs));
        Assert.Contains(now.Policies, name => name.StartsWith("tier0/", StringComparison.Ordinal));
        var deltas = await plane.Get<Page<StateDelta>>(
            $"/v1/state/deltas?from={noted[1].Sequence - 1}&to={noted[1].Sequence}");
        Assert.Equal("proportional-fair", Assert.Single(deltas.Items).Options!.Started!.Planning.Objective);
        await AssertDecidedAgain(plane);
    }

    // By a control plane that was started with other options than the first plans were made by.
    private static async Task AssertDecidedAgain(Plane plane)
    {
        using var response = await plane.Http.PostAsJsonAsync(
            "/v1/whatif", new WhatIfRequest(), ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var answer = (await response.Content.ReadFromJsonAsync<WhatIfAnswer>(ProtocolJson.Options))!;
        var branch = Assert.Single(answer.Branches);
        Assert.True(branch.Compared >= 2);
        Assert.True(branch.Compared == branch.Reproduced, string.Join("; ", branch.Notes));
    }

    private static async Task<IReadOnlyList<EventView>> Noted(Plane plane, int count)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var found = await plane.Events(Stream);
            if (found.Count >= count)
            {
                Assert.Equal(count, found.Count);
                return found;
            }

            await Task.Delay(20, enough.Token);
        }
    }

    private static Task<StateView> At(Plane plane, long sequence) =>
        plane.Get<StateView>($"/v1/state?at={sequence}");

    private static async Task Register(Plane plane, string node)
    {
        using var response = await plane.Http.PostAsJsonAsync(
            "/v1/nodes",
            new NodeRegistration(
                node, $"{node}-1", $"http://127.0.0.1:1/{node}", 10, 1_000_000_000, "kind", "",
                new Dictionary<string, string>(), new Dictionary<string, string>()),
            ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
