using System.Buffers;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>Reads the headers that a manifest has an external stage send. Pure.</summary>
internal static class RequestHeaders
{
    /// <summary>The parameter.</summary>
    public const string Parameter = "headers";

    private const int MaxHeaders = 32;
    private const int MaxName = 100;
    private const int MaxValue = 8 * 1024;

    // RFC 9110, 5.6.2: the characters of a token.
    private static readonly SearchValues<char> TokenChars = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // They frame the message, or say things in the name of the node or of a sidecar.
    private static readonly string[] Ours =
    [
        "connection", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    ];

    private static readonly string[] OurPrefixes = ["content-", "dapr-", "edgeflow-", "proxy-"];

    /// <exception cref="StageException">A name or value cannot be sent; no value is repeated.</exception>
    public static IReadOnlyDictionary<string, string> Read(StageParameters with)
    {
        var headers = with.Texts(Parameter, MaxHeaders);
        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > MaxName || name.AsSpan().ContainsAnyExcept(TokenChars) || IsOurs(name))
            {
                throw with.Bad(Parameter, $"has the name '{name}', which a manifest cannot set");
            }

            if (value.Length > MaxValue || value.Any(c => c is < ' ' or > '~'))
            {
                throw with.Bad(
                    Parameter, $"has a value of '{name}' that is longer than {MaxValue} or not printable ASCII");
            }
        }

        return headers;
    }

    private static bool IsOurs(string name) =>
        Ours.Contains(name, StringComparer.OrdinalIgnoreCase)
        || OurPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
