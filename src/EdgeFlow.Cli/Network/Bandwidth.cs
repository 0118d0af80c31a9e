using System.Globalization;

namespace EdgeFlow.Cli.Network;

/// <summary>Bandwidths as people write them.</summary>
internal static class Bandwidth
{
    private static readonly (string Suffix, double Factor)[] Suffixes =
    [
        ("gbps", 1e9), ("gbit/s", 1e9), ("mbps", 1e6), ("mbit/s", 1e6), ("kbps", 1e3), ("kbit/s", 1e3), ("bps", 1), ("bit/s", 1),
    ];

    /// <summary>Bits a second.</summary>
    public static long Parse(string text)
    {
        var lower = text.Trim().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        var (suffix, factor) = Suffixes.FirstOrDefault(known => lower.EndsWith(known.Suffix, StringComparison.Ordinal));
        var digits = suffix is null ? lower : lower[..^suffix.Length];
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and < 1e15
                ? (long)(number * (suffix is null ? 1 : factor))
                : throw new UserErrorException($"'{text}' is no bandwidth: expected e.g. 10Mbps, 250kbps or 1Gbps.");
    }
}
