using System.Net.Sockets;
using System.Text;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Sends one command to a Redis, as RESP has it.</summary>
internal static class RedisCommand
{
    public static async Task Send(string address, params string[] words)
    {
        var (host, port) = (address.Split(':')[0], address.Split(':')[1]);
        using var client = new TcpClient();
        await client.ConnectAsync(host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        var stream = client.GetStream();
        var command = $"*{words.Length}\r\n"
            + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadLineAsync();
        if (answer is null or ['-', ..])
        {
            throw new InvalidOperationException($"{words[0]}: {answer}");
        }
    }
}
