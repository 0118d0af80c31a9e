using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>Bad input of every kind gets a clear answer, and the server serves on.</summary>
public sealed class BadInputTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        var response = await api.Http.GetAsync("/v1/jobs");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("needs: [{ task: count, data: 1KB }]", "needs: [right]", "cycle")]
    [InlineData("needs: [{ task: count, data: 1KB }]", "needs: [left]", "itself")]
    [InlineData("needs: [{ task: count, data: 1KB }]", "needs: [cuont]", "cuont")]
    [InlineData("- id: left", "- id: count", "count")]
    [InlineData("work: 0.001", "work: .nan", "")]
    [InlineData("work: 0.001", "work: -1", "")]
    [InlineData("work: 0.001", "work: 1e400", "")]
    [InlineData("work: 0.001", "wrok: 0.001", "wrok")]
    [InlineData("work: 0.001", "work: [1]", "")]
    [InlineData("name: bad", "name: ../up", "")]
    [InlineData("name: bad", "name: \"b\\u202Ead\"", "")]
    [InlineData("name: bad", "name: \"b\\0ad\"", "")]
    [InlineData("builtin: numbers", "model: ../../etc/passwd", "")]
    [InlineData("builtin: numbers", "model: http://example.org/a.onnx", "URL")]
    public async Task Declare_WrongManifest_NamesPlaceAndWhatWouldBeRight(string from, string to, string named)
    {
        var manifest = Manifests.Chain("bad").Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Manifests.Chain("bad"), manifest);

        var response = await api.Send(HttpMethod.Post, "/v1/applications", manifest, "application/yaml");

        var problem = await ApiFixture.Problem(
            response, HttpStatusCode.UnprocessableEntity, ProblemKinds.InvalidManifest);
        Assert.NotEmpty(problem.Errors!);
        Assert.Contains(problem.Errors!, error => error.Problem.Contains(named, StringComparison.OrdinalIgnoreCase)
            || error.Expected.Contains(named, StringComparison.OrdinalIgnoreCase));
        Assert.All(problem.Errors!, error => Assert.True(error is { Line: > 0, Column: > 0 }, error.ToString()));
        Assert.All(problem.Errors!, error => Assert.NotEqual("", error.Expected));
    }

    [Fact]
    public async Task Declare_ManyMistakes_AreToldAllAtOnce()
    {
        var manifest = Manifests.Chain("bad").Replace("work: 0.001", "work: x", StringComparison.Ordinal)
            .Replace("memory: 1MB", "memroy: 1MB", StringComparison.Ordinal);

        var problem = await ApiFixture.Problem(
            await api.Send(HttpMethod.Post, "/v1/applications", manifest, "application/yaml"),
            HttpStatusCode.UnprocessableEntity, ProblemKinds.InvalidManifest);

        Assert.True(problem.Errors!.Count >= 4, $"{problem.Errors.Count}");
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task Declare_Bomb_IsRefusedQuickly(string name, string manifest, string type)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var response = await api.Send(HttpMethod.Post, "/v1/applications", manifest, type);

        Assert.True((int)response.StatusCode is 413 or 422 or 400, $"{name}: {(int)response.StatusCode}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(watch.Elapsed.TotalSeconds < 10, $"{name}: {watch.Elapsed}");
    }

    public static TheoryData<string, string, string> Bombs
    {
        get
        {
            var tasks = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"\n    - {{id: t{i}, stage: x}}"));
            return new()
            {
                { "nested yaml", new string('[', 5000) + new string(']', 5000), "application/yaml" },
                { "nested json", new string('[', 5000) + new string(']', 5000), "application/json" },
                { "aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n", "application/yaml" },
                { "many tasks", "apiVersion: edgeflow.io/v1\nspec:\n  tasks:" + tasks, "application/yaml" },
                { "empty", "", "application/yaml" },
                { "not utf-8", "\ud800", "application/yaml" },
            };
        }
    }

    [Fact]
    public async Task Declare_TwoMegabytes_IsTooLarge()
    {
        // The client asks first (Expect: 100-continue); else it may see the connection close before it has read the
        // answer.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/applications");
        request.Content = new StringContent(new string(' ', 2_000_000), Encoding.UTF8, "application/yaml");
        request.Headers.ExpectContinue = true;
        var response = await api.Http.SendAsync(request);

        await ApiFixture.Problem(response, HttpStatusCode.RequestEntityTooLarge, ProblemKinds.TooLarge);
    }

    [Fact]
    public async Task Declare_HundredMegabytes_IsRefusedBeforeItIsRead()
    {
        using var socket = await Raw("POST /v1/applications HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", await Answer(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declare_BodyThatNeverComes_IsGivenUp()
    {
        using var socket = await Raw("POST /v1/applications HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na");

        var answer = await Answer(socket);

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/jobs/..%2F..%2Fetc", 400)]
    [InlineData("/v1/jobs/a%2Fb", 400)]
    [InlineData("/v1/jobs/a%00b", 400)]
    [InlineData("/v1/jobs/%E2%80%AEx", 400)]
    [InlineData("/v1/jobs/UPPER", 400)]
    [InlineData("/v1/nodes/-x/drain", 405)]
    [InlineData("/v1/jobs/none", 404)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/v1/plans/0", 404)]
    [InlineData("/v1/jobs?limit=0", 400)]
    [InlineData("/v1/jobs?limit=100000", 400)]
    [InlineData("/v1/jobs?limit=x", 400)]
    [InlineData("/v1/jobs?cursor=%21%21", 400)]
    [InlineData("/v1/jobs?status=7", 400)]
    [InlineData("/v1/jobs?status=sleeping", 400)]
    [InlineData("/v1/events?stream=%00", 400)]
    public async Task Get_BadPath_IsAProblem(string path, int status)
    {
        using var socket = await Raw($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", await Answer(socket), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"application":"sample","frames":-1}""", "/frames")]
    [InlineData("""{"application":"sample","frames":"x"}""", "/frames")]
    [InlineData("""{"application":"sample","colour":1}""", "/colour")]
    [InlineData("""{"application":"sample","mode":"fast"}""", "/mode")]
    [InlineData("""{"application":"nothing"}""", "/application")]
    [InlineData("""{"application":"sample","version":9}""", "/version")]
    [InlineData("""{"application":"../x"}""", "/application")]
    [InlineData("""{"application":"sample","job":"a b"}""", "/job")]
    [InlineData("""{"application":"sample","priority":101}""", "/priority")]
    [InlineData("""{"application":"sample","requiredRate":9,"wishedRate":1}""", "/requiredRate")]
    [InlineData("""{"application":"sample","parameters":{"nobody":{}}}""", "/parameters/nobody")]
    [InlineData("""{"application":"sample","parameters":{"left":5}}""", "/parameters/left")]
    [InlineData("""{"application":"sample","application":"sample"}""", "/application")]
    [InlineData("""{}""", "")]
    [InlineData("null", null)]
    [InlineData("[", "")]
    public async Task Submit_WrongBody_NamesThePlace(string body, string? pointer)
    {
        var response = await api.Send(HttpMethod.Post, "/v1/jobs", body);

        var problem = await ApiFixture.Problem(response, HttpStatusCode.BadRequest, ProblemKinds.InvalidBody);
        if (pointer is not null)
        {
            Assert.Contains(problem.Errors!, error => error.Pointer == pointer);
            Assert.All(
                problem.Errors!, error => Assert.DoesNotContain("EdgeFlow", error.Problem, StringComparison.Ordinal));
        }
    }

    private async Task<Socket> Raw(string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", api.Plane.Control.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return socket;
    }

    private static async Task<string> Answer(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
