using System.Globalization;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>A row's time in an export: as people read it, and back to the very number that was hashed.</summary>
internal static class ExportTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static readonly DateTimeOffset Zero = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time of microseconds since 2000; what is no time of our calendar stays a number.</summary>
    public static string Write(long micros) => micros >= Micros(DateTimeOffset.MinValue)
        && micros <= Micros(DateTimeOffset.MaxValue)
            ? Zero.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString(Format, CultureInfo.InvariantCulture)
            : micros.ToString(CultureInfo.InvariantCulture);

    /// <summary>The microseconds of a time that <see cref="Write"/> wrote; null when it is none.</summary>
    public static long? Read(string text) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? Micros(at)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros) ? micros
        : null;

    private static long Micros(DateTimeOffset at) => (at - Zero).Ticks / TimeSpan.TicksPerMicrosecond;
}
