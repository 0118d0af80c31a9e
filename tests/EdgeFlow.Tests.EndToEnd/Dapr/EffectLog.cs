using System.Collections.Concurrent;
using System.Net;
using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>
/// The world outside: an HTTP server to which a stage of every job posts each frame, and which counts what it got by
/// job and frame.
/// </summary>
internal sealed class EffectLog : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<(string Job, long Frame), int> seen = new();
    private readonly Task serving;

    public EffectLog()
    {
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        serving = Task.Run(Serve);
    }

    public Uri Address { get; }

    /// <summary>How often each frame of a job had its effect.</summary>
    public IReadOnlyDictionary<long, int> Of(string job) =>
        seen.Where(pair => pair.Key.Job == job).ToDictionary(pair => pair.Key.Frame, pair => pair.Value);

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
                await Count(await listener.GetContextAsync());
            }
            catch (Exception gone) when (gone is HttpListenerException or IOException && listener.IsListening)
            {
                // A node was killed while it asked: only what was read whole counts.
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Count(HttpListenerContext context)
    {
        await context.Request.InputStream.CopyToAsync(Stream.Null);
        var frame = long.Parse(
            context.Request.Headers["EdgeFlow-Frame-Id"]!, System.Globalization.CultureInfo.InvariantCulture);
        seen.AddOrUpdate((context.Request.Url!.AbsolutePath.Trim('/'), frame), 1, (_, count) => count + 1);
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync("{\"done\":true}"u8.ToArray());
        context.Response.Close();
    }
}
