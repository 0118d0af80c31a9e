using System.Net.Sockets;

namespace EdgeFlow.Control.Nodes;

/// <summary>Tries whether anything still listens at a node's address.</summary>
public static class AddressProbe
{
    /// <summary>
    /// True only when the machine answers that nothing listens there. A machine that cannot be reached, or does not
    /// answer in time, proves nothing: false.
    /// </summary>
    /// <param name="address">The node's base address.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="time">The clock of that wait.</param>
    /// <param name="cancellationToken">Gives up: false.</param>
    public static async Task<bool> IsRefused(
        string address, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return false;
        }

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(uri.IdnHost, uri.Port, either.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
