using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Api;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger;

/// <summary>What-if over HTTP on the history of a real control plane with real nodes.</summary>
public sealed class BranchApiTests(BranchFixture fixture) : IClassFixture<BranchFixture>
{
    private readonly Plane plane = fixture.Plane;

    [Fact]
    public async Task WhatIf_NothingChanges_IsWhatHappenedByteByByte()
    {
        var answer = await Ask(new WhatIfRequest());

        var branch = Assert.Single(answer.Branches);
        Assert.True(branch.Compared > 0);
        Assert.True(branch.Compared == branch.Reproduced, string.Join("; ", branch.Notes));
        Assert.Equal(JsonSerializer.Serialize(answer.Recorded), JsonSerializer.Serialize(branch.Figures));
        Assert.Equal(2, answer.Recorded.Completed);
    }

    [Fact]
    public async Task WhatIf_NodesFail_ComesOutOtherwiseAndTouchesNothing()
    {
        var before = (await plane.Events()).Count;

        var answer = await Ask(new WhatIfRequest(Fail: ["node:a@+1ms", "node:b@+1ms"], From: "2", Keep: "both-gone"));

        Assert.Equal(0, Assert.Single(answer.Branches).Figures.Completed);
        Assert.Equal(before, (await plane.Events()).Count);
        Assert.Contains((await plane.Get<Page<KeptBranch>>("/v1/branches")).Items, kept => kept.Name == "both-gone");
        var kept = await plane.Get<KeptBranch>("/v1/branches/both-gone");
        Assert.Equal(
            JsonSerializer.Serialize(answer, ProtocolJson.Options),
            JsonSerializer.Serialize(kept.Answer, ProtocolJson.Options));
        var again = await plane.Http.PostAsJsonAsync(
            "/v1/whatif", new WhatIfRequest(Keep: "both-gone"), ProtocolJson.Options);
        await ApiFixture.Problem(again, HttpStatusCode.Conflict, ProblemKinds.Conflict);
        Assert.Equal(HttpStatusCode.NoContent, (await plane.Http.DeleteAsync("/v1/branches/both-gone")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await plane.Http.GetAsync("/v1/branches/both-gone")).StatusCode);
    }

    [Fact]
    public async Task WhatIf_SweepWithProgress_TellsEachBranchInTheLastLine()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/whatif")
        {
            Content = JsonContent.Create(
                new WhatIfRequest(
                    Sweep: ["fail=node:*", "policy=tier0,otfs"], From: "now", Until: "+5m",
                    Submit: [new WhatIfSubmission(null, new JobSubmission("stream", Job: "new"))]),
                options: ProtocolJson.Options),
        };
        request.Headers.Accept.ParseAdd("application/x-ndjson");

        using var response = await plane.Http.SendAsync(request);

        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var answer = JsonSerializer.Deserialize<WhatIfProgress>(lines[^1], ProtocolJson.Options)!.Answer!;
        Assert.Equal("unchanged", answer.Base);
        Assert.Equal(
            ["node:a tier0", "node:a otfs", "node:b tier0", "node:b otfs"],
            answer.Branches.Select(branch => branch.Label));
        Assert.All(answer.Branches, branch => Assert.True(branch.Figures.Rate > 0, branch.ToString()));
    }

    [Theory]
    [InlineData("""{"from":"2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"from":"999999999"}""")]
    [InlineData("""{"from":"'; drop table mt_events; --"}""")]
    [InlineData("""{"until":"+9999999d"}""")]
    [InlineData("""{"from":"now","until":"2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"fail":["node:none"]}""")]
    [InlineData("""{"keep":"../../etc"}""")]
    [InlineData("""{"colour":"red"}""")]
    public async Task WhatIf_Malformed_IsRefusedInWords(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var problem = await ApiFixture.Problem(
            await plane.Http.PostAsync("/v1/whatif", content), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);

        Assert.DoesNotContain("   at ", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<WhatIfAnswer> Ask(WhatIfRequest request)
    {
        var response = await plane.Http.PostAsJsonAsync("/v1/whatif", request, ProtocolJson.Options);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<WhatIfAnswer>(ProtocolJson.Options))!;
    }
}
