using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgeFlow.TestBed;

/// <summary>
/// Ports of the loopback that nobody uses and nobody gets by chance: they lie below the range from which the system
/// numbers outgoing connections, and a locked file keeps other test runs away for as long as this process lives, so
/// that a server that was killed finds its port free when it is started again. Thread safe.
/// </summary>
public static class FreePorts
{
    private const int First = 12_000;
    private const int Count = 18_000;

    private static readonly Lock Gate = new();

    // Held, never read: closing one would free the port for others.
    private static readonly List<FileStream> Claims = [];

    // Two runs that start together begin far apart and so rarely try the same port.
    private static int next = (int)(Environment.ProcessId * 97L % Count);

    /// <summary>Takes ports for this process.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The ports, all different.</returns>
    /// <exception cref="InvalidOperationException">Nothing is free.</exception>
    public static int[] Take(int count)
    {
        var claims = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "edgeflow-ports")).FullName;
        lock (Gate)
        {
            var taken = new List<int>(count);
            for (var tried = 0; tried < Count && taken.Count < count; tried++)
            {
                var port = First + next;
                next = (next + 1) % Count;
                if (IsFree(port) && Claim(claims, port))
                {
                    taken.Add(port);
                }
            }

            return taken.Count == count
                ? [.. taken]
                : throw new InvalidOperationException($"only {taken.Count} of {count} ports are free");
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool Claim(string folder, int port)
    {
        var file = Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture));
        try
        {
            // The file stays: deleting it while another run opens it would let both believe that they have it.
            Claims.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
