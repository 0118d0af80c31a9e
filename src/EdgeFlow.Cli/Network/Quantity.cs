using System.Globalization;

namespace EdgeFlow.Cli.Network;

/// <summary>Amounts as people write them: a number with a decimal prefix and a unit.</summary>
internal static class Quantity
{
    private static readonly (string Prefix, double Factor)[] Prefixes = [("g", 1e9), ("m", 1e6), ("k", 1e3), ("", 1)];

    /// <summary>Bits a second: <c>10Mbps</c>, <c>250kbit/s</c>, or a plain number.</summary>
    public static long Bandwidth(string text) =>
        Parse(text, "bps", "bit/s") ?? throw Wrong(text, "bandwidth", "10Mbps, 250kbps or 1Gbps");

    /// <summary>Bytes: <c>600MB</c>, <c>2GB</c>, or a plain number.</summary>
    public static long Size(string text) => Parse(text, "b") ?? throw Wrong(text, "size", "600MB or 2GB");

    private static long? Parse(string text, params string[] units)
    {
        var lower = text.Trim().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        var suffixes = units.SelectMany(unit => Prefixes.Select(prefix => (Text: prefix.Prefix + unit, prefix.Factor)));
        foreach (var (suffix, factor) in suffixes.Append(("", 1)))
        {
            if (lower.EndsWith(suffix, StringComparison.Ordinal))
            {
                return double.TryParse(
                    lower[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number * factor is >= 0 and < 1e15
                        ? (long)(number * factor)
                        : null;
            }
        }

        return null;
    }

    private static UserErrorException Wrong(string text, string kind, string examples) =>
        new($"'{text}' is no {kind}: expected e.g. {examples}.");
}
