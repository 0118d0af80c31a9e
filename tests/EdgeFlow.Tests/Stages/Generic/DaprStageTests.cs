using System.Text;
using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EdgeFlow.Tests.Stages.Generic;

/// <summary>External stages that are Dapr applications, against a server that answers as a sidecar does.</summary>
public sealed class DaprStageTests : IAsyncLifetime
{
    private const string Token = "sidecar-token";
    private readonly TaskCompletionSource released = new();
    private WebApplication? sidecar;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        sidecar = builder.Build();
        sidecar.MapPost("/v1.0/invoke/ocr/method/v1/echo", async (HttpContext context) =>
        {
            context.Response.ContentType = context.Request.ContentType;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        sidecar.MapPost("/v1.0/invoke/ocr/method/who", (HttpContext context) => Results.Text(string.Join(' ',
            context.Request.QueryString, context.Request.Headers["dapr-api-token"],
            context.Request.Headers["EdgeFlow-Frame-Id"], context.Request.Headers["EdgeFlow-Captured-At"])));
        sidecar.MapPost("/v1.0/invoke/ocr/method/slow", () => released.Task);
        sidecar.MapPost("/v1.0/invoke/ocr/method/large", () => Results.Bytes(new byte[5000]));
        sidecar.MapPost("/v1.0/invoke/nobody/method/x", () => Results.Json(
            new { errorCode = "ERR_DIRECT_INVOKE", message = "couldn't find service: nobody" }, statusCode: 500));
        await sidecar.StartAsync();
    }

    public async Task DisposeAsync()
    {
        released.SetResult();
        await sidecar!.DisposeAsync();
    }

    [Fact]
    public async Task Run_MultipartAnswer_KeepsNamesTypesAndBytes()
    {
        var image = new FramePart("image", "image/png", new byte[] { 0, 13, 10, 45, 45, 255 });
        var frame = await Ask("dapr://ocr/v1/echo", image);
        Assert.Equal((7, 8), (frame.Id, frame.CapturedAtUnixMs));
        Assert.Equal(image.Data.ToArray(), Assert.Single(frame.Parts).Data.ToArray());
        Assert.Equal(("image", "image/png"), (frame.Parts[0].Name, frame.Parts[0].ContentType));
    }

    [Fact]
    public async Task Run_MethodWithQuery_GetsFrameIdentityAndTheSidecarsToken()
    {
        var result = Assert.Single((await Ask("dapr://ocr/who?lang=de")).Parts);
        Assert.Equal($"?lang=de {Token} 7 8", Encoding.UTF8.GetString(result.Data.Span));
    }

    [Theory]
    [InlineData("dapr://ocr/slow", "Timeout", "gave no answer within 0.2 s")]
    [InlineData("dapr://ocr/large", "TooLarge", "more than 4000 bytes")]
    [InlineData("dapr://ocr/none", "Refused", "404")]
    [InlineData("dapr://nobody/x", "Refused", "ERR_DIRECT_INVOKE couldn't find service: nobody")]
    public async Task Run_BadAnswer_IsAStageError(string url, string type, string expected)
    {
        var error = await Assert.ThrowsAsync<StageException>(() => Ask(url));
        Assert.Equal(type, error.ErrorType);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(url, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoSidecarAnswers_IsUnreachable()
    {
        await sidecar!.StopAsync();
        Assert.Equal(
            "Unreachable", (await Assert.ThrowsAsync<StageException>(() => Ask("dapr://ocr/v1/echo"))).ErrorType);
    }

    [Fact]
    public async Task Run_Cancelled_IsNotATimeout()
    {
        using var cancel = new CancellationTokenSource();
        var run = Ask("dapr://ocr/slow", null, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void Create_NodeWithoutSidecar_SaysWhatToDo()
    {
        var error = Assert.Throws<StageException>(() => StageCatalog.BuiltIn()
            .Create("external", null, With("dapr://ocr/x"), new StageFolders("/", "/")));
        Assert.Equal("BadParameter", error.ErrorType);
        Assert.Contains("this node has no Dapr sidecar", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dapr://ocr")]
    [InlineData("DAPR://ocr/../secrets")]
    [InlineData("dapr://ocr/a/../../../other/method/b")]
    [InlineData("dapr://ocr/%2e%2e/b")]
    [InlineData("dapr://a b/c")]
    public void Create_BadTarget_IsRefused(string url)
    {
        var error = Assert.Throws<StageException>(() => StageCatalog.BuiltIn([], Endpoint(3500))
            .Create("external", null, With(url), new StageFolders("/", "/")));
        Assert.Contains("must be dapr://app-id/method", error.Message, StringComparison.Ordinal);
    }

    private static DaprEndpoint Endpoint(int port) => new(new Uri($"http://127.0.0.1:{port}"), Token);

    private static JsonElement With(string url)
    {
        var timeoutSeconds = url.EndsWith("slow", StringComparison.Ordinal) ? 0.2 : 60;
        return JsonSerializer.SerializeToElement(new { url, timeoutSeconds, maxResponseBytes = 4000 });
    }

    private async Task<Frame> Ask(string url, FramePart? part = null, CancellationToken cancel = default)
    {
        using var stage = StageCatalog.BuiltIn([], Endpoint(new Uri(sidecar!.Urls.First()).Port)).Create(
            "external", null, With(url), new StageFolders("/", "/"));
        var frame = new Frame(7, 8, [part ?? new FramePart("a", "text/plain", new byte[1])]);
        return await stage.Run(new Dictionary<string, Frame> { ["before"] = frame }, cancel);
    }
}
