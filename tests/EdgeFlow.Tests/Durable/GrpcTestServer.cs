using System.Net;
using EdgeFlow.Durable.Grpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Tests.Durable;

/// <summary>A small gRPC server on a real socket, whose methods are plain request handlers.</summary>
internal sealed class GrpcTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcTestServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services
        .GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<GrpcTestServer> Start(
        int port, params (string Method, Func<HttpContext, Task> Answer)[] methods)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        foreach (var (method, answer) in methods)
        {
            app.MapPost(method, async (HttpContext http) =>
            {
                http.Response.ContentType = GrpcHeaders.ContentType;
                await answer(http);
            });
        }

        await app.StartAsync();
        return new GrpcTestServer(app);
    }

    public static async Task<T> Read<T>(HttpContext http, MessageParser<T> parser)
        where T : class, IMessage<T> =>
        await GrpcFraming.Read(http.Request.BodyReader, parser, int.MaxValue, http.RequestAborted)
            ?? throw new InvalidOperationException("no request");

    public static async Task Write(HttpContext http, params IMessage[] messages)
    {
        foreach (var message in messages)
        {
            GrpcFraming.Write(http.Response.BodyWriter, message);
        }

        await http.Response.BodyWriter.FlushAsync();
    }

    public static void End(HttpContext http, GrpcStatus status = GrpcStatus.Ok, string message = "")
    {
        http.Response.AppendTrailer(GrpcHeaders.Status, ((int)status).ToString());
        http.Response.AppendTrailer(GrpcHeaders.Message, GrpcHeaders.EncodeMessage(message));
    }

    /// <summary>Reads one message, writes one answer and ends well.</summary>
    public static Func<HttpContext, Task> Unary<TIn>(MessageParser<TIn> parser, Func<TIn, IMessage> answer)
        where TIn : class, IMessage<TIn> => async http =>
        {
            var request = await Read(http, parser);
            await Write(http, answer(request));
            End(http);
        };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
