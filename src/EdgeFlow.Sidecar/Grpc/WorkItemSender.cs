using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Engine;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>The server-streaming method GetWorkItems: sends a worker its work until either side goes away.</summary>
internal static class WorkItemSender
{
    /// <summary>What is written before it must be flushed, in bytes; several small items share one flush.</summary>
    private const long FlushBytes = 64 * 1024;

    private const int LargestRequestBytes = 64 * 1024;

    /// <summary>Runs one stream.</summary>
    /// <exception cref="GrpcException">
    /// Unavailable: the sidecar ended the stream; the worker should connect again.
    /// </exception>
    public static async Task Run(WorkflowEngine engine, HttpContext http, CallContext context)
    {
        var request = await GrpcFraming
            .Read(http.Request.BodyReader, GetWorkItemsRequest.Parser, LargestRequestBytes, context.Cancel)
            .ConfigureAwait(false);
        var stream = engine.Connect(context.AppId, request ?? new GetWorkItemsRequest());
        try
        {
            // The headers go at once: a worker takes them as the sign that it is connected.
            await http.Response.StartAsync(context.Cancel).ConfigureAwait(false);
            var writer = http.Response.BodyWriter;
            await writer.FlushAsync(context.Cancel).ConfigureAwait(false);
            while (await stream.Outgoing.WaitToReadAsync(context.Cancel).ConfigureAwait(false))
            {
                while (stream.Outgoing.TryRead(out var item))
                {
                    item.Ticket.Written = true;
                    item.Frame.WriteTo(writer);
                    if (writer.UnflushedBytes >= FlushBytes)
                    {
                        await writer.FlushAsync(context.Cancel).ConfigureAwait(false);
                    }
                }

                await writer.FlushAsync(context.Cancel).ConfigureAwait(false);
            }

            throw new GrpcException(GrpcStatus.Unavailable, "The sidecar ended the stream.");
        }
        finally
        {
            engine.Disconnect(stream);
        }
    }
}
