using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// Passes a frame on to the next node of its route while it still arrives, and the answer back. The next hop comes from
/// a directive, never from the request; the number of hops is bounded, so a wrong plan cannot make a frame run in
/// circles.
/// </summary>
internal sealed class RelayForwarder(HttpMessageInvoker http, FlowLimits limits)
{
    private static readonly string[] Passed = [FlowHeaders.StageInstance, FlowHeaders.RetryAfterMs];

    public async Task Forward(HttpContext context, FlowKey key, long frame, int epoch, string nextHop)
    {
        _ = int.TryParse(context.Request.Headers[FlowHeaders.Hops], CultureInfo.InvariantCulture, out var hops);
        if (hops >= limits.MaxHops)
        {
            context.Response.StatusCode = StatusCodes.Status508LoopDetected;
            return;
        }

        using var request = Request(context, key, frame, epoch, nextHop);
        request.Headers.Add(FlowHeaders.Hops, (hops + 1).ToString(CultureInfo.InvariantCulture));
        try
        {
            using var response = await http.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var name in Passed.Where(response.Headers.Contains))
            {
                context.Response.Headers[name] = response.Headers.GetValues(name).First();
            }

            if (response.Content.Headers.ContentLength is > 0 and <= FlowReceiver.MaxAnswerBytes)
            {
                await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    private static HttpRequestMessage Request(
        HttpContext context, FlowKey key, long frame, int epoch, string nextHop)
    {
        var path = string.Create(CultureInfo.InvariantCulture,
            $"{nextHop.TrimEnd('/')}/flows/{key.Job}/{key.From}/{key.To}/{frame}?epoch={epoch}");
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(path));
        if (HttpMethods.IsPost(context.Request.Method))
        {
            request.Content = new StreamContent(context.Request.Body, TokenBucket.Piece);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }

        return request;
    }
}
