using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>What a stage of every job does to the world outside: posts each frame, counted here by job and
/// frame.</summary>
internal sealed class EffectLog : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Job, long Frame), int> seen = new();
    private readonly OutsideServer server;

    public EffectLog() => server = new OutsideServer(Count);

    public Uri Address => server.Address;

    /// <summary>How often each frame of a job had its effect.</summary>
    public IReadOnlyDictionary<long, int> Of(string job) =>
        seen.Where(pair => pair.Key.Job == job).ToDictionary(pair => pair.Key.Frame, pair => pair.Value);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Count(HttpListenerContext context)
    {
        await context.Request.InputStream.CopyToAsync(Stream.Null);
        var frame = long.Parse(context.Request.Headers["EdgeFlow-Frame-Id"]!, CultureInfo.InvariantCulture);
        seen.AddOrUpdate((context.Request.Url!.AbsolutePath.Trim('/'), frame), 1, (_, count) => count + 1);
        await OutsideServer.Reply(context, "{\"done\":true}"u8.ToArray());
    }
}
