using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>The settings of our own server: safe against power loss first, then tuned for many small commits.</summary>
internal static class ServerSettings
{
    /// <summary>The port's number names the socket's file too. The folder is ours alone, so it need not vary.</summary>
    public const int SocketPort = 5432;

    public static IReadOnlyList<string> For(ServerFolder folder, PostgresOptions options, int? loopbackPort) =>
    [
        // What was acknowledged is on the disk: these three are never loosened for speed.
        "fsync=on",
        "synchronous_commit=on",
        "full_page_writes=on",

        // Checkpoints far apart: each makes the next change of a page cost a whole page in the log.
        "max_wal_size=1GB",
        "checkpoint_timeout=15min",
        "wal_buffers=16MB",
        "shared_buffers=128MB",
        $"max_connections={options.MaxConnections.ToString(CultureInfo.InvariantCulture)}",

        // Nobody from another machine or account may connect.
        $"listen_addresses={(loopbackPort is null ? "" : IPAddress.Loopback)}",
        $"port={(loopbackPort ?? SocketPort).ToString(CultureInfo.InvariantCulture)}",
        $"unix_socket_directories={folder.SocketFolder}",
        "unix_socket_permissions=0700",

        // A statement's error goes to its client, which deals with it; the log keeps the server's own story.
        "logging_collector=off",
        "log_destination=stderr",
        "log_min_messages=log",
        "log_checkpoints=off",
        "log_timezone=UTC",
        "timezone=UTC",
    ];

    /// <summary>The port to use: the one wished, a free one for 0, none for null.</summary>
    public static int? ChoosePort(int? wished)
    {
        if (wished is not 0)
        {
            return wished;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
