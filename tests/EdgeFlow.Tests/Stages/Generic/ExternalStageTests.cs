using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EdgeFlow.Tests.Stages.Generic;

public sealed class ExternalStageTests : IAsyncLifetime
{
    private readonly TaskCompletionSource released = new();
    private WebApplication? server;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.MapPost("/double", Double);
        server.MapPost("/echo", async (HttpContext context) =>
        {
            context.Response.ContentType = context.Request.ContentType;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        server.MapPost("/greeting", (HttpContext context) => context.Request.Headers["X-Greeting"].ToString());
        server.MapPost("/slow", () => released.Task);
        server.MapPost("/refuse", () => Results.StatusCode(503));
        server.MapPost("/away", () => Results.Redirect("http://127.0.0.1:1/"));
        server.MapPost("/large", () => Results.Bytes(new byte[5000]));
        server.MapPost("/broken", () => Results.Bytes("--x\r\nno"u8.ToArray(), "multipart/form-data; boundary=x"));
        server.MapPost("/unbound", () => Results.Bytes(new byte[5], "multipart/form-data"));
        await server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        released.SetResult();
        await server!.DisposeAsync();
    }

    [Fact]
    public async Task Run_PlainAnswer_IsPartResult()
    {
        var frame = await Ask("/double", new FramePart("image", "image/png", new byte[] { 1, 2 }),
            new FramePart("t", "application/x-tensor; type=uint8; shape=1,3", new byte[] { 3, 4, 5 }));
        Assert.Equal((7, 8), (frame.Id, frame.CapturedAtUnixMs));
        var result = Assert.Single(frame.Parts);
        Assert.Equal("result", result.Name);
        Assert.Equal("application/x-tensor; type=uint8; shape=1,2", result.ContentType);
        Assert.Equal("7: image=image/png(2), t=application/x-tensor; type=uint8; shape=1,3(3)",
            System.Text.Encoding.UTF8.GetString(result.Data.Span));
    }

    [Fact]
    public async Task Run_MultipartAnswer_KeepsNamesTypesAndBytes()
    {
        var image = new FramePart("image", "image/png", new byte[] { 0, 13, 10, 45, 45, 255 });
        var tensor = new FramePart("t", "application/x-tensor; type=uint8; shape=1,3", new byte[] { 3, 4, 5 });
        var frame = await Ask("/echo", image, tensor);
        Assert.Equal(["image", "t"], frame.Parts.Select(part => part.Name));
        Assert.Equal(image.Data.ToArray(), frame.Part("image").Data.ToArray());
        Assert.Equal(tensor.ContentType, frame.Part("t").ContentType);
    }

    [Theory]
    [InlineData("/slow", "Timeout", "no answer within 0.2 s")]
    [InlineData("/refuse", "Refused", "answered 503")]
    [InlineData("/away", "Refused", "answered 302")]
    [InlineData("/large", "TooLarge", "more than 4000 bytes")]
    [InlineData("/broken", "BadAnswer", "is broken")]
    [InlineData("/unbound", "BadAnswer", "names no boundary")]
    [InlineData("/none", "Refused", "answered 404")]
    public async Task Run_BadAnswer_IsAStageError(string path, string type, string expected)
    {
        var error = await Assert.ThrowsAsync<StageException>(() => Ask(path));
        Assert.Equal(type, error.ErrorType);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyListens_IsUnreachable()
    {
        await server!.StopAsync();
        Assert.Equal("Unreachable", (await Assert.ThrowsAsync<StageException>(() => Ask("/echo"))).ErrorType);
    }

    [Fact]
    public async Task Run_Cancelled_IsNotATimeout()
    {
        using var cancel = new CancellationTokenSource();
        var run = Ask("/slow", cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Run_PartThatWouldBreakTheHeaders_IsRefused()
    {
        var error = await Assert.ThrowsAsync<StageException>(
            () => Ask("/echo", new FramePart("a", "text/plain\r\nX: y", new byte[1])));
        Assert.Equal("BadInput", error.ErrorType);
    }

    [Fact]
    public async Task Run_WithHeaders_SendsThem()
    {
        var with = JsonSerializer.SerializeToElement(new
        {
            url = server!.Urls.First() + "/greeting",
            headers = new Dictionary<string, string> { ["X-Greeting"] = "hello" },
        });
        using var stage = StageCatalog.BuiltIn().Create("external", null, with, new StageFolders("/", "/"));
        var frame = new Frame(7, 8, [new FramePart("a", "text/plain", new byte[1])]);

        var answer = await stage.Run(new Dictionary<string, Frame> { ["before"] = frame }, default);

        Assert.Equal("hello", System.Text.Encoding.UTF8.GetString(answer.Part("result").Data.Span));
    }

    [Theory]
    [InlineData("Host", "x")]
    [InlineData("content-type", "x")]
    [InlineData("dapr-api-token", "x")]
    [InlineData("EdgeFlow-Frame-Id", "1")]
    [InlineData("two words", "x")]
    [InlineData("X-Break", "a\r\nb: c")]
    public void Create_HeaderThatCannotBeSet_IsRefusedWithoutItsValue(string name, string value)
    {
        var with = JsonSerializer.SerializeToElement(new
        {
            url = "http://127.0.0.1:1/", headers = new Dictionary<string, string> { [name] = value },
        });

        var error = Assert.Throws<StageException>(
            () => StageCatalog.BuiltIn().Create("external", null, with, new StageFolders("/", "/")));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_HostThatTheNodeAllows_IsTaken() => StageCatalog.BuiltIn(["gpu.example.org"])
        .Create("external", null, With("http://GPU.example.org:9000/x"), new StageFolders("/", "/")).Dispose();

    private static async Task Double(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var files = form.Files.Select(file => $"{file.Name}={file.ContentType}({file.Length})");
        var fields = context.Request.Headers["EdgeFlow-Frame-Id"] + ": " + string.Join(", ", files);
        context.Response.Headers.ContentType = "application/x-tensor; type=uint8; shape=1,2";
        await context.Response.WriteAsync(fields);
    }

    private static JsonElement With(string url)
    {
        var timeoutSeconds = url.EndsWith("slow", StringComparison.Ordinal) ? 0.2 : 20;
        return JsonSerializer.SerializeToElement(new { url, timeoutSeconds, maxResponseBytes = 4000 });
    }

    private Task<Frame> Ask(string path, params FramePart[] parts) => Ask(path, default, parts);

    private async Task<Frame> Ask(string path, CancellationToken cancel, params FramePart[] parts)
    {
        using var stage = StageCatalog.BuiltIn().Create(
            "external", null, With(server!.Urls.First() + path), new StageFolders("/", "/"));
        var frame = new Frame(7, 8, parts.Length > 0 ? parts : [new FramePart("a", "text/plain", new byte[1])]);
        return await stage.Run(new Dictionary<string, Frame> { ["before"] = frame }, cancel);
    }
}
