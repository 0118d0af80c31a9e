using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Jobs;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Branches;

/// <summary>What a request means, and what is said of one that means nothing.</summary>
public sealed class WhatIfReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly WorldState World = Made();

    [Fact]
    public void Read_EveryKindOfChange_HasItsMeaning()
    {
        var specs = Read(new WhatIfRequest(
            Fail: ["node:n1@+30s", "link:l0"], Link: ["l0=2Mbps@+1m", "n0-n2=1Gbit/s"],
            AddNode: ["name=big,speed=50,memory=4GB,price=1.5,links=n0:10Mbps:2ms+n1"],
            Submit: [new WhatIfSubmission(null, new JobSubmission("app", Job: "extra"), "+10s")],
            Policy: "heft", Objective: "average-rate"));

        var commands = Assert.Single(specs).Commands;
        Assert.Contains(new FailNode(new NodeId("n1"), TimeSpan.FromSeconds(30)), commands);
        Assert.Contains(new ChangeLink(new LinkId("l0"), new BitsPerSecond(0), TimeSpan.Zero), commands);
        Assert.Contains(
            new ChangeLink(new LinkId("l0"), new BitsPerSecond(2_000_000), TimeSpan.FromMinutes(1)), commands);
        Assert.Equal(
            ["big--n0", "big--n1", "n0--n2"],
            commands.OfType<AddLink>().Select(link => link.Link.Value).Order(StringComparer.Ordinal));
        Assert.Equal(50, Assert.Single(commands.OfType<AddNode>()).Capacity.Speed.Value);
        Assert.Equal("extra", Assert.Single(commands.OfType<SubmitInBranch>()).Submission.Job.Value);
        Assert.Equal("heft", specs[0].Policy);
    }

    [Fact]
    public void Read_Sweep_MakesEachCombinationOnce()
    {
        var specs = Read(new WhatIfRequest(Sweep: ["fail=node:*@+5s", "policy=tier0,heft"]));

        Assert.Equal(
            [
                "node:n0@+5s tier0", "node:n0@+5s heft", "node:n1@+5s tier0", "node:n1@+5s heft",
                "node:n2@+5s tier0", "node:n2@+5s heft",
            ],
            specs.Select(spec => spec.Label));
    }

    [Fact]
    public void Read_ManyMistakes_AreAllNamedAtTheirPlaces()
    {
        var refusal = WhatIfReader.Read(
            new WhatIfRequest(
                Fail: ["node:none", "edge-1", "node:n1@30"], Link: ["l0", "n1-n1=1Mbps", "l0=much"],
                AddNode: ["speed=5,memory=1GB", "name=x,speed=5", "name=x,speed=5,memory=1GB,colour=red"],
                Submit: [new WhatIfSubmission(null, new JobSubmission("none")), new WhatIfSubmission("a: [")],
                Policy: "'; drop table mt_events; --", Objective: "best", Sweep: ["weather=rain"]),
            World, World, Now).Refusal!;

        Assert.Equal(
            [
                "/addNode/0", "/addNode/1", "/addNode/2", "/fail/0", "/fail/1", "/fail/2", "/link/0", "/link/1",
                "/link/2", "/objective", "/policy", "/submit/0/submission/application", "/submit/1/manifest/a",
                "/sweep",
            ],
            refusal.Errors.Select(error => error.Pointer).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_SweepTooLarge_IsRefusedBeforeItIsMade()
    {
        var axis = $"fail={string.Join(',', Enumerable.Repeat("node:*", 20))}";

        var refusal = WhatIfReader.Read(
            new WhatIfRequest(Sweep: [.. Enumerable.Repeat(axis, 6)]), World, World, Now).Refusal!;

        Assert.Contains($"{BranchLimits.MaxBranches}", Assert.Single(refusal.Errors).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ThingsThatAreKnownOnlyLater_MayBeNamed()
    {
        var specs = WhatIfReader.Read(
            new WhatIfRequest(
                Fail: ["node:n1@+30s"], Submit: [new WhatIfSubmission(null, new JobSubmission("app", Job: "extra"))]),
            WorldState.Empty, World, Now).Value!;

        var commands = Assert.Single(specs).Commands;
        Assert.Equal("what-if-1", Assert.Single(commands.OfType<DeclareInBranch>()).Declaration.Application.Value);
        Assert.Equal("what-if-1", Assert.Single(commands.OfType<SubmitInBranch>()).Submission.Application.Value);
    }

    private static IReadOnlyList<BranchSpec> Read(WhatIfRequest asked)
    {
        var answer = WhatIfReader.Read(asked, World, World, Now);
        Assert.True(answer.Refusal is null, string.Join("; ", answer.Refusal?.Errors.Select(e => $"{e}") ?? []));
        return answer.Value!;
    }

    private static WorldState Made()
    {
        var history = new PlannedHistory();
        history.Register("n0");
        history.Register("n1");
        history.Register("n2");
        history.Execute(new EdgeFlow.Domain.Network.DeclareLink(
            new LinkId("l0"), new NodeId("n0"), new NodeId("n1"), new BitsPerSecond(5_000_000), new Milliseconds(1),
            Now));
        return history.Recording.WorldAt(history.Events.Count);
    }
}
