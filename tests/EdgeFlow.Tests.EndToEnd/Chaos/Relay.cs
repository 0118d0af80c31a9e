using System.Net;
using System.Net.Sockets;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>
/// A TCP relay on a port of its own: the one address that nodes know of several control planes, as a load balancer is.
/// Connections that are open when the target changes stay as they are, and end with the process at their other end.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> pipes = [];
    private readonly Task accepting;
    private volatile Uri target;

    public Relay(Uri target)
    {
        this.target = target;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = Task.Run(Accept);
    }

    public Uri Address { get; }

    public void PointTo(Uri next) => target = next;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        await Task.WhenAll(pipes);
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptTcpClientAsync(stop.Token);
                pipes.Add(Pipe(caller, target));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Pipe(TcpClient caller, Uri to)
    {
        using var one = caller;
        using var other = new TcpClient();
        try
        {
            await other.ConnectAsync(to.Host, to.Port, stop.Token);
            var (from, into) = (one.GetStream(), other.GetStream());

            // Whichever side ends first ends the other: both are closed on the way out.
            await Task.WhenAny(from.CopyToAsync(into, stop.Token), into.CopyToAsync(from, stop.Token));
        }
        catch (Exception ended) when (ended is SocketException or IOException or OperationCanceledException)
        {
            // A side is gone: the caller sees a closed connection and calls again.
        }
    }
}
