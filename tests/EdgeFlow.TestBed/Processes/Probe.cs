using System.Net.Sockets;

namespace EdgeFlow.TestBed;

/// <summary>Questions to a server that is starting. Thread safe.</summary>
internal static class Probe
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Whether a GET is answered with success.</summary>
    public static async Task<bool> Answers(Uri address, CancellationToken cancel)
    {
        try
        {
            using var answer = await Http.GetAsync(address, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Whether a port of the loopback takes connections.</summary>
    public static async Task<bool> Listens(int port, CancellationToken cancel)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
