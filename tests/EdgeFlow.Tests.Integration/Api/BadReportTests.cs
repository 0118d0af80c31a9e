using System.Net;
using System.Net.Sockets;
using EdgeFlow.Protocol.Problems;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>What nodes and operators say wrongly about nodes, links and results.</summary>
public sealed class BadReportTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("name", "../x")]
    [InlineData("name", "a\\u0000b")]
    [InlineData("address", "file:///etc/passwd")]
    [InlineData("address", "http://user:secret@host")]
    public async Task Register_BadNode_IsRefused(string what, string value)
    {
        var name = what == "name" ? value : "node";
        var address = what == "address" ? value : "http://127.0.0.1:1";

        var response = await api.Send(HttpMethod.Post, "/v1/nodes", Registration(name, "p1", address));

        await ApiFixture.Problem(
            response, HttpStatusCode.BadRequest, what == "name" ? ProblemKinds.InvalidName : ProblemKinds.InvalidBody);
    }

    [Fact]
    public async Task Register_NameOfALiveProcess_IsTaken()
    {
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listening.LocalEndpoint).Port}";
        var first = await api.Send(HttpMethod.Post, "/v1/nodes", Registration("taken", "p1", address));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        var second = await api.Send(HttpMethod.Post, "/v1/nodes", Registration("taken", "p2", address));

        await ApiFixture.Problem(second, HttpStatusCode.Conflict, ProblemKinds.NodeNameTaken);
        var again = await api.Send(HttpMethod.Post, "/v1/nodes", Registration("taken", "p1", address));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Register_OldProcessIsDead_TakesItsNameAtOnce()
    {
        await api.Send(HttpMethod.Post, "/v1/nodes", Registration("reborn", "p1", "http://127.0.0.1:1"));

        var second = await api.Send(HttpMethod.Post, "/v1/nodes", Registration("reborn", "p2", "http://127.0.0.1:1"));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Heartbeat_UnknownProcess_IsToldSo()
    {
        var response = await api.Send(
            HttpMethod.Post, "/v1/nodes/stranger/heartbeat",
            """{"incarnation":"p","sequence":1,"draining":false,"stages":[],"profiles":[]}""");

        Assert.Contains("\"known\":false", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"x","b":"x","capacityBitsPerSecond":5}""")]
    [InlineData("""{"a":"x","b":"y","capacityBitsPerSecond":0}""")]
    [InlineData("""{"a":"x","b":"y","capacityBitsPerSecond":-5}""")]
    [InlineData("""{"a":"x","b":"y","capacityBitsPerSecond":5,"delayMs":-1}""")]
    [InlineData("""{"a":"X","b":"y","capacityBitsPerSecond":5}""")]
    [InlineData("""{"a":"x","b":"y"}""")]
    public async Task Declare_BadLink_IsRefused(string body) => await ApiFixture.Problem(
        await api.Send(HttpMethod.Put, "/v1/links/bad", body), HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);

    [Fact]
    public async Task Results_TextThatCannotBeKept_IsRefused()
    {
        var job = await api.Plane.Submit(new("sample"));

        var response = await api.Send(HttpMethod.Post, $"/v1/jobs/{job.Job}/results", """
            {"node":"n","incarnation":"p","task":"right","epoch":0,
             "items":[{"frame":0,"payload":{"x":"\u0000"},"latencyMs":1}]}
            """);

        await ApiFixture.Problem(response, HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
    }

    [Fact]
    public async Task Results_BadBatch_NamesEveryPlace()
    {
        var job = await api.Plane.Submit(new("sample"));

        var problem = await ApiFixture.Problem(
            await api.Send(HttpMethod.Post, $"/v1/jobs/{job.Job}/results", """
                {"node":"n","incarnation":"p","task":"left","epoch":0,
                 "items":[{"frame":-1,"latencyMs":1},{"frame":1,"latencyMs":-1}]}
                """),
            HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);

        Assert.Equal(["/task", "/items/0/frame", "/items/1/latencyMs"], problem.Errors!.Select(error => error.Pointer));
    }

    private static string Registration(string name, string process, string address) => $$"""
        {"node":"{{name}}","incarnation":"{{process}}","address":"{{address}}","speedGmacPerSecond":1,
         "memoryBytes":1000,"kind":"k","zone":"","labels":{},"taints":{} }
        """;
}
