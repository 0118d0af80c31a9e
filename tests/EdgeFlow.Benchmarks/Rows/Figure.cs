using System.Globalization;

namespace EdgeFlow.Benchmarks.Rows;

/// <summary>Numbers as the tables show them: three digits that count, no more.</summary>
internal static class Figure
{
    /// <summary>The number in words.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
