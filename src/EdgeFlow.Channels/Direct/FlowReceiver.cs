using System.Globalization;
using System.Text.Json;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// The receiving end of the data plane: takes frames, answers probes, takes acknowledgements and relays, as the flow
/// table says. A frame's body is read once, straight into its own array, and only after the table has let it in.
/// </summary>
/// <param name="table">Which flows there are.</param>
/// <param name="http">Client for relayed frames.</param>
/// <param name="limits">Named limits.</param>
/// <param name="logger">Hears malformed frames.</param>
public sealed class FlowReceiver(FlowTable table, HttpMessageInvoker http, FlowLimits limits, ILogger logger)
{
    internal const int MaxAnswerBytes = 4096;
    private const int MaxAckBytes = 64 * 1024;

    private readonly RelayForwarder relay = new(http, limits);

    /// <summary>Adds the routes <c>/flows/…</c> and <c>/acks/…</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/flows/{job}/{from}/{to}/{frame}", (RequestDelegate)TakeFrame);
        routes.MapGet("/flows/{job}/{from}/{to}/{frame}", (RequestDelegate)AnswerProbe);
        routes.MapPost("/acks/{job}/{from}/{to}", (RequestDelegate)TakeAcks);
    }

    private async Task TakeFrame(HttpContext context)
    {
        if (!TryRead(context, out var key, out var id, out var epoch))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (context.Request.ContentLength is not { } length)
        {
            context.Response.StatusCode = StatusCodes.Status411LengthRequired;
            return;
        }

        if (length > FrameLimits.MaxFrameBytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var end = table.Find(key, epoch, out var refusal);
        if (end is { NextHop: { } nextHop })
        {
            await relay.Forward(context, key, id, epoch, nextHop).ConfigureAwait(false);
            return;
        }

        var reply = end is null ? refusal : end.Consumer!.Probe(key.From, id, length);
        if (reply.Status == FlowStatus.Missing)
        {
            reply = await ReadAndOffer(context, key, id, epoch, (int)length).ConfigureAwait(false);
        }

        await Answer(context, reply).ConfigureAwait(false);
    }

    private async Task<FlowReply> ReadAndOffer(HttpContext context, FlowKey key, long id, int epoch, int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        try
        {
            await context.Request.Body.ReadExactlyAsync(bytes, context.RequestAborted).ConfigureAwait(false);
            var frame = FrameCodec.Decode(bytes);

            // The plan may have changed while the body came in, so the table is asked again.
            return frame.Id == id ? table.Offer(key, epoch, frame) : new FlowReply(FlowStatus.Malformed);
        }
        catch (FrameFormatException e)
        {
            logger.LogWarning("Flow {Flow}: frame {Frame} is refused: {Reason}", key, id, e.Message);
            return new FlowReply(FlowStatus.Malformed);
        }
    }

    private async Task AnswerProbe(HttpContext context)
    {
        if (!TryRead(context, out var key, out var id, out var epoch))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var end = table.Find(key, epoch, out var refusal);
        if (end is { NextHop: { } nextHop })
        {
            await relay.Forward(context, key, id, epoch, nextHop).ConfigureAwait(false);
            return;
        }

        var reply = end is null ? refusal : end.Consumer!.Probe(key.From, id, 0);
        await Answer(context, reply).ConfigureAwait(false);
    }

    private async Task TakeAcks(HttpContext context)
    {
        var length = context.Request.ContentLength;
        if (!TryKey(context, out var key) || !TryEpoch(context, out _) || length is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (length > MaxAckBytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        try
        {
            var frames = await JsonSerializer.DeserializeAsync<long[]>(
                context.Request.Body, ProtocolJson.Options, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = frames is null ? StatusCodes.Status400BadRequest
                : table.Acknowledge(key, frames) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    private static async Task Answer(HttpContext context, FlowReply reply)
    {
        var response = context.Response;
        response.StatusCode = Code(reply.Status);
        if (reply.Instance is not null)
        {
            response.Headers[FlowHeaders.StageInstance] = reply.Instance;
        }

        if (reply.Status == FlowStatus.Full)
        {
            response.Headers[FlowHeaders.RetryAfterMs] = reply.RetryAfterMs.ToString(CultureInfo.InvariantCulture);
        }

        if (reply.Status != FlowStatus.StaleEpoch)
        {
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new { reply.Epoch }, ProtocolJson.Options);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static int Code(FlowStatus status) => status switch
    {
        FlowStatus.Held => StatusCodes.Status202Accepted,
        FlowStatus.Completed => StatusCodes.Status200OK,
        FlowStatus.Missing => StatusCodes.Status204NoContent,
        FlowStatus.StaleEpoch => StatusCodes.Status409Conflict,
        FlowStatus.TooEarly => 425,
        FlowStatus.NotHosted => StatusCodes.Status404NotFound,
        FlowStatus.Full => StatusCodes.Status429TooManyRequests,
        FlowStatus.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FlowStatus.Malformed => StatusCodes.Status400BadRequest,
        FlowStatus.Unauthorized => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status502BadGateway,
    };

    private static bool TryRead(HttpContext context, out FlowKey key, out long frame, out int epoch)
    {
        frame = -1;
        epoch = 0;
        return TryKey(context, out key) && TryEpoch(context, out epoch)
            && long.TryParse(context.Request.RouteValues["frame"] as string, NumberStyles.None,
                CultureInfo.InvariantCulture, out frame);
    }

    private static bool TryKey(HttpContext context, out FlowKey key)
    {
        var values = context.Request.RouteValues;
        key = new FlowKey(values["job"] as string ?? "", values["from"] as string ?? "", values["to"] as string ?? "");
        return PathName.IsValid(key.Job) && PathName.IsValid(key.From) && PathName.IsValid(key.To);
    }

    private static bool TryEpoch(HttpContext context, out int epoch) => int.TryParse(
        context.Request.Query["epoch"], NumberStyles.None, CultureInfo.InvariantCulture, out epoch);
}
