using System.Globalization;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>A row's time in an export: as people read it, and back to the very digits that were hashed.</summary>
internal static class ExportTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The time of microseconds since 1970; what is no time of our calendar stays as it is.</summary>
    public static string Write(string micros) =>
        long.TryParse(micros, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= Micros(DateTimeOffset.MinValue) && value <= Micros(DateTimeOffset.MaxValue)
            ? DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond)
                .ToString(Format, CultureInfo.InvariantCulture)
            : micros;

    /// <summary>The microseconds of a time that <see cref="Write"/> wrote.</summary>
    public static string Read(string text) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? Micros(at).ToString(CultureInfo.InvariantCulture)
        : text;

    private static long Micros(DateTimeOffset at) => Chain.Block.Micros(at);
}
