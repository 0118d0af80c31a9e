using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class GrpcClientTests
{
    private const string Method = "/Test/Call";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Unary_HeadersAndMessage_ReachTheServerAndItsAnswerComesBack()
    {
        var headers = new Dictionary<string, string>();
        await using var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            foreach (var name in new[] { "te", "content-type", GrpcHeaders.Timeout, GrpcHeaders.AppId })
            {
                headers[name] = http.Request.Headers[name].ToString();
            }

            Assert.Equal("HTTP/2", http.Request.Protocol);
            var request = await GrpcTestServer.Read(http, RaiseEventRequest.Parser);
            await GrpcTestServer.Write(http, new CreateInstanceResponse { InstanceId = request.Name + "!" });
            GrpcTestServer.End(http);
        }));
        using var client = Client(server, new Dictionary<string, string> { [GrpcHeaders.AppId] = "node-1" });

        var answer = await Call(client, new RaiseEventRequest { Name = "ü" });

        Assert.Equal("ü!", answer.InstanceId);
        Assert.Equal("trailers", headers["te"]);
        Assert.Equal("application/grpc", headers["content-type"]);
        Assert.Equal("30000m", headers[GrpcHeaders.Timeout]);
        Assert.Equal("node-1", headers[GrpcHeaders.AppId]);
    }

    [Fact]
    public async Task Unary_ManyAtOnce_AllGetTheirOwnAnswer()
    {
        await using var server = await GrpcTestServer.Start(0, (Method, Echo));
        using var client = Client(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
            Call(client, new RaiseEventRequest { Name = $"{i}", Input = new string('x', i * 100) })));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), answers.Select(a => a.InstanceId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unary_ErrorInTrailersOrHeaders_IsThrownWithItsText(bool headersFirst)
    {
        await using var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            if (headersFirst)
            {
                await http.Response.StartAsync();
                GrpcTestServer.End(http, GrpcStatus.NotFound, "no job 'ü'");
                return;
            }

            http.Response.Headers[GrpcHeaders.Status] = "5";
            http.Response.Headers[GrpcHeaders.Message] = GrpcHeaders.EncodeMessage("no job 'ü'");
        }));
        using var client = Client(server);

        var refused = await Assert.ThrowsAsync<GrpcException>(() => Call(client, new RaiseEventRequest()));

        Assert.Equal(GrpcStatus.NotFound, refused.Status);
        Assert.Equal("/Test/Call: no job 'ü'", refused.Detail);
        Assert.False(refused.IsRetriable);
    }

    [Fact]
    public async Task Unary_AnswerLargerThanTheLimit_IsRefused()
    {
        await using var server = await GrpcTestServer.Start(0, (Method, Echo));
        using var client = Client(server, maxMessageBytes: 1000);

        var refused = await Assert.ThrowsAsync<GrpcException>(
            () => Call(client, new RaiseEventRequest { Name = new string('x', 2000) }));

        Assert.Equal(GrpcStatus.ResourceExhausted, refused.Status);
    }

    [Fact]
    public async Task Unary_ServerDoesNotAnswer_EndsAtTheDeadline()
    {
        await using var server = await GrpcTestServer.Start(
            0, (Method, http => Task.Delay(Timeout.Infinite, http.RequestAborted)));
        using var client = Client(server);

        var late = await Assert.ThrowsAsync<GrpcException>(() => client.Unary(
            Method, new RaiseEventRequest(), CreateInstanceResponse.Parser, TimeSpan.FromMilliseconds(100), default));

        Assert.Equal(GrpcStatus.DeadlineExceeded, late.Status);
    }

    [Fact]
    public async Task Unary_ConnectionDropped_IsUnavailableAndTheNextCallConnectsAgain()
    {
        var calls = 0;
        await using var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                http.Abort();
                return;
            }

            await Echo(http);
        }));
        using var client = Client(server);

        var lost = await Assert.ThrowsAsync<GrpcException>(() => Call(client, new RaiseEventRequest { Name = "a" }));
        Assert.True(lost.IsRetriable);

        Assert.Equal("b", (await Call(client, new RaiseEventRequest { Name = "b" })).InstanceId);
    }

    [Fact]
    public async Task Unary_NobodyListens_IsUnavailable()
    {
        Uri address;
        await using (var server = await GrpcTestServer.Start(0))
        {
            address = server.Address;
        }

        using var client = new GrpcClient(new GrpcClientOptions { Address = address });
        var lost = await Assert.ThrowsAsync<GrpcException>(() => Call(client, new RaiseEventRequest()));

        Assert.Equal(GrpcStatus.Unavailable, lost.Status);
    }

    [Fact]
    public async Task ServerStream_MessagesInManyFrames_ComeInOrderUntilTheEnd()
    {
        await using var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            await GrpcTestServer.Read(http, RaiseEventRequest.Parser);
            for (var i = 0; i < 200; i++)
            {
                await GrpcTestServer.Write(http, new CreateInstanceResponse { InstanceId = new string('x', i * 97) });
            }

            GrpcTestServer.End(http);
        }));
        using var client = Client(server);
        var sent = new TaskCompletionSource();

        var lengths = new List<int>();
        await foreach (var item in Stream(client, sent.SetResult))
        {
            lengths.Add(item.InstanceId.Length);
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => i * 97), lengths);
        Assert.True(sent.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ServerStream_ErrorAfterMessages_GivesTheMessagesAndThrows()
    {
        await using var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            await GrpcTestServer.Write(http, new CreateInstanceResponse { InstanceId = "a" });
            GrpcTestServer.End(http, GrpcStatus.Unavailable, "going down");
        }));
        using var client = Client(server);
        var got = 0;

        var lost = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var item in Stream(client))
            {
                got++;
            }
        });

        Assert.Equal((1, GrpcStatus.Unavailable, "/Test/Call: going down"), (got, lost.Status, lost.Detail));
    }

    [Fact]
    public async Task ServerStream_ServerDies_IsUnavailable()
    {
        var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            await GrpcTestServer.Write(http, new CreateInstanceResponse { InstanceId = "a" });
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }));
        using var client = Client(server);

        var lost = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var item in Stream(client))
            {
                await server.DisposeAsync();
            }
        });

        Assert.True(lost.IsRetriable, lost.Message);
    }

    [Fact]
    public async Task ServerStream_CallerLeavesOrCancels_TheServerSeesItsEnd()
    {
        var ended = new SemaphoreSlim(0);
        await using var server = await GrpcTestServer.Start(0, (Method, async http =>
        {
            http.RequestAborted.Register(() => ended.Release());
            await GrpcTestServer.Write(http, new CreateInstanceResponse { InstanceId = "a" });
            await Task.Delay(Timeout.Infinite, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));
        using var client = Client(server);

        await foreach (var item in Stream(client))
        {
            break;
        }

        Assert.True(await ended.WaitAsync(Patience));
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in Stream(client, cancel: cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
        Assert.True(await ended.WaitAsync(Patience));
    }

    private static Task Echo(HttpContext http) => GrpcTestServer.Unary(
        RaiseEventRequest.Parser, request => new CreateInstanceResponse { InstanceId = request.Name })(http);

    private static GrpcClient Client(
        GrpcTestServer server,
        Dictionary<string, string>? metadata = null,
        int maxMessageBytes = GrpcFraming.DefaultMaxMessageBytes) => new(new GrpcClientOptions
        {
            Address = server.Address, Metadata = metadata ?? [], MaxMessageBytes = maxMessageBytes,
        });

    private static Task<CreateInstanceResponse> Call(GrpcClient client, IMessage request) =>
        client.Unary(Method, request, CreateInstanceResponse.Parser, Patience, default);

    private static IAsyncEnumerable<CreateInstanceResponse> Stream(
        GrpcClient client, Action? sent = null, CancellationToken cancel = default) =>
        client.ServerStream(Method, new RaiseEventRequest(), CreateInstanceResponse.Parser, sent, cancel);
}
