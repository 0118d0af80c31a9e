using System.Globalization;

namespace EdgeFlow.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Units
{
    /// <summary>Bits a second with a decimal prefix.</summary>
    public static string Bandwidth(long bitsPerSecond) => Prefixed(bitsPerSecond, "bit/s");

    /// <summary>Bytes with a decimal prefix.</summary>
    public static string Size(long bytes) => Prefixed(bytes, "B");

    /// <summary>A number with at most this many decimals.</summary>
    public static string Number(double value, int decimals = 1) =>
        value.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);

    /// <summary>Milliseconds, or seconds where they are many.</summary>
    public static string Duration(double milliseconds) => milliseconds < 1000
        ? $"{Number(milliseconds, 0)} ms"
        : $"{Number(milliseconds / 1000)} s";

    /// <summary>A point in time: the time of day in UTC.</summary>
    public static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "–";

    private static string Prefixed(double value, string unit) => value switch
    {
        >= 1e9 => $"{Number(value / 1e9)} G{unit}",
        >= 1e6 => $"{Number(value / 1e6)} M{unit}",
        >= 1e3 => $"{Number(value / 1e3)} k{unit}",
        _ => $"{Number(value)} {unit}",
    };
}
