using System.Net;
using System.Net.Http.Json;
using System.Text;
using EdgeFlow.Api.Access;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Api;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Tenants;

/// <summary>What a tenant's caller reads never names another tenant's things; what it makes is its own.</summary>
public sealed class LeakTests(TenantFixture tenants) : IClassFixture<TenantFixture>
{
    private static readonly string[] Paths =
    [
        "/v1/jobs", "/v1/jobs/{0}-job", "/v1/jobs/{0}-job/history", "/v1/jobs/{0}-job/results", "/v1/applications",
        "/v1/applications/{0}-app", "/v1/applications/{0}-app/versions", "/v1/events?limit=1000", "/v1/plans",
        "/v1/plans/current", "/v1/plans/1", "/v1/plans/2", "/v1/nodes", "/v1/nodes/hall-1", "/v1/links",
        "/v1/plans/current/jobs/{0}-job/explanation", "/v1/plans/current/jobs/{0}-two/explanation",
        "/v1/plans/current/jobs/{0}-job/why-not?task=see&node=hall-1",
        "/v1/plans/current/jobs/{0}-job/why-not?task=count&node=hall-1", "/v1/events?stream=job-{1}-job",
        "/v1/state", "/v1/state?at=9", "/v1/state/deltas?from=0&limit=1000", "/v1/jobs?at=9", "/v1/plans/current?at=9",
        "/v1/nodes?at=9", "/v1/events?stream=plan",
        "/v1/reports/job", "/v1/reports/tenant", "/v1/reports/node", "/v1/reports/link", "/v1/reports/day",
        "/v1/events?type=job_submitted", "/v1/jobs?application={1}-app",
    ];

    [Theory]
    [InlineData(TenantFixture.North, "north", "south")]
    [InlineData(TenantFixture.South, "south", "north")]
    [InlineData(TenantFixture.NorthReader, "north", "south")]
    public async Task Read_EveryResource_NamesNobodyElse(string caller, string own, string other)
    {
        var leaks = new List<string>();
        foreach (var path in Paths.Select(path => string.Format(null, path, own, other)))
        {
            foreach (var accept in new[] { "application/json", "application/x-ndjson", "text/csv" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Accept.ParseAdd(accept);
                using var response = await tenants.Of(caller).SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(
                    response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path}: {text}");
                if (text.Contains(other, StringComparison.Ordinal))
                {
                    leaks.Add($"{path}: {text}");
                }
            }
        }

        Assert.Empty(leaks);
    }

    [Theory]
    [InlineData(TenantFixture.Operator)]
    [InlineData(TenantFixture.Auditor)]
    public async Task Read_ByWhoSeesAll_NamesBothTenants(string caller)
    {
        foreach (var path in new[] { "/v1/jobs", "/v1/applications", "/v1/events?limit=1000", "/v1/plans" })
        {
            var text = await tenants.Of(caller).GetStringAsync(path);
            Assert.Contains("north", text, StringComparison.Ordinal);
            Assert.Contains("south", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Watch_ByATenant_GivesItsOwnEventsAlone()
    {
        using var response = await tenants.Of(TenantFixture.North).GetAsync(
            "/v1/events/watch", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await TenantFixture.Submit(tenants.Of(TenantFixture.South), new JobSubmission("south-app"));
        await TenantFixture.Submit(tenants.Of(TenantFixture.North), new JobSubmission("north-app", Job: "north-last"));
        var text = new StringBuilder();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!text.ToString().Contains("north-last", StringComparison.Ordinal))
        {
            text.AppendLine(await reader.ReadLineAsync(limit.Token));
        }

        Assert.DoesNotContain("south", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("event: node_registered", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PlanAndNode_AreReducedToTheTenant()
    {
        var plan = (await tenants.Of(TenantFixture.North).GetFromJsonAsync<PlanView>(
            "/v1/plans/current", ProtocolJson.Options))!;
        var node = (await tenants.Of(TenantFixture.North).GetFromJsonAsync<NodeView>(
            "/v1/nodes/hall-1", ProtocolJson.Options))!;

        Assert.Equal((null, null, "", 0d), (plan.Report, plan.Snapshot, plan.SnapshotHash, plan.Objective));
        Assert.Equal(("", "", "ready"), (node.Address, node.Incarnation, node.Status));
    }

    [Theory]
    [InlineData("south-app")]
    [InlineData("never-app")]
    public async Task Submit_ApplicationThatIsNotOnes_IsAnsweredAsNone(string application)
    {
        using var response = await tenants.Of(TenantFixture.North).PostAsJsonAsync(
            "/v1/jobs", new JobSubmission(application), ProtocolJson.Options);

        var problem = await ApiFixture.Problem(response, HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        Assert.Equal($"there is no application '{application}'", Assert.Single(problem.Errors!).Problem);
    }

    [Fact]
    public async Task Submit_NameThatAnotherTenantHas_IsTakenAndTellsNothing()
    {
        using var job = await tenants.Of(TenantFixture.North).PostAsJsonAsync(
            "/v1/jobs", new JobSubmission("north-app", Job: "south-job"), ProtocolJson.Options);
        using var manifest = new StringContent(
            TenantFixture.Manifest("south-app"), Encoding.UTF8, "application/yaml");
        using var application = await tenants.Of(TenantFixture.North).PostAsync("/v1/applications", manifest);

        Assert.Equal(
            "The name 'south-job' is taken.",
            (await ApiFixture.Problem(job, HttpStatusCode.Conflict, ProblemKinds.Conflict)).Detail);
        Assert.Equal(
            "The name 'south-app' is taken.",
            (await ApiFixture.Problem(application, HttpStatusCode.Conflict, ProblemKinds.Conflict)).Detail);
    }

    [Fact]
    public async Task Submit_SameIdempotencyKeyByTwoTenants_AreTwoRequests()
    {
        var answers = new List<string>();
        foreach (var (caller, tenant) in new[] { (TenantFixture.North, "north"), (TenantFixture.South, "south") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs")
            {
                Content = JsonContent.Create(new JobSubmission($"{tenant}-app"), options: ProtocolJson.Options),
            };
            request.Headers.Add("Idempotency-Key", "the-same");
            using var response = await tenants.Of(caller).SendAsync(request);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            answers.Add((await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!.Application);
        }

        Assert.Equal(["north-app", "south-app"], answers);
    }

    [Fact]
    public async Task Commands_OfEachCaller_AreNotedWithActorAndTenant()
    {
        var events = (await tenants.Of(TenantFixture.Operator).GetFromJsonAsync<Page<EventView>>(
            "/v1/events?limit=1000", ProtocolJson.Options))!.Items;

        Assert.Equal("ann", events.Single(item => item.Stream == "application-north-app").Actor);
        Assert.Equal("bob", events.First(item => item.Stream == "job-south-job").Actor);
        Assert.Equal("node/hall-1", events.First(item => item.Stream == "node-hall-1").Actor);
        Assert.All(events, item => Assert.False(string.IsNullOrEmpty(item.Actor), $"{item}"));
    }

    [Fact]
    public async Task Leave_NodeWithoutItsIncarnation_IsForbidden()
    {
        using var response = await tenants.Of(TenantFixture.Node).DeleteAsync("/v1/nodes/hall-1");

        await ApiFixture.Problem(response, HttpStatusCode.Forbidden, ProblemKinds.Forbidden);
    }

    [Fact]
    public async Task Token_AddedToTheFile_IsKnownWithoutARestart()
    {
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await Ask("token-that-comes-later")).StatusCode);
        await tenants.AddToken("token-that-comes-later user north late");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await Ask("token-that-comes-later")).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(TokenBook.LookEvery / 10, limit.Token);
        }
    }

    private async Task<HttpResponseMessage> Ask(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs");
        request.Headers.Authorization = new("Bearer", token);
        return await tenants.Of(TenantFixture.Nobody).SendAsync(request);
    }
}
