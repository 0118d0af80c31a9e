using System.Net;
using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>An HTTP server of this process that stands for the world outside and is never killed. It takes one request
/// after the other.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<HttpListenerContext, Task> answer;
    private readonly Task serving;

    public OutsideServer(Func<HttpListenerContext, Task> answer)
    {
        this.answer = answer;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        serving = Task.Run(Serve);
    }

    public Uri Address { get; }

    /// <summary>Ends an answer with this JSON.</summary>
    public static async Task Reply(HttpListenerContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(json);
        context.Response.Close();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                await answer(await listener.GetContextAsync());
            }
            catch (Exception gone) when (gone is HttpListenerException or IOException && listener.IsListening)
            {
                // Who asked was killed meanwhile: only what was read whole counts.
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
