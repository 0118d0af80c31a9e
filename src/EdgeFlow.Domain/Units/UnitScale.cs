using System.Collections.Frozen;

namespace EdgeFlow.Domain.Units;

/// <summary>
/// The unit names of one kind of quantity, each with its factor to the base unit. Names are case-sensitive.
/// </summary>
public sealed class UnitScale
{
    private readonly FrozenDictionary<string, decimal> _factors;

    private UnitScale(string expected, params (string Unit, decimal Factor)[] units)
    {
        Expected = expected;
        _factors = units.ToFrozenDictionary(unit => unit.Unit, unit => unit.Factor, StringComparer.Ordinal);
    }

    /// <summary>Data and memory; the base unit is the byte.</summary>
    public static UnitScale Data { get; } = new(
        "a size such as \"200MB\", \"64 KiB\" or a number of bytes",
        ("B", 1), ("kB", 1e3m), ("KB", 1e3m), ("MB", 1e6m), ("GB", 1e9m), ("TB", 1e12m),
        ("KiB", 1024m), ("MiB", 1_048_576m), ("GiB", 1_073_741_824m), ("TiB", 1_099_511_627_776m));

    /// <summary>Time; the base unit is the millisecond.</summary>
    public static UnitScale Time { get; } = new(
        "a time such as \"250ms\", \"30s\", \"5 min\" or a number of milliseconds",
        ("us", 0.001m), ("µs", 0.001m), ("ms", 1), ("s", 1e3m), ("min", 60e3m), ("h", 3_600e3m), ("d", 86_400e3m));

    /// <summary>Rates of frames; the base unit is one frame a second.</summary>
    public static UnitScale Frames { get; } = new(
        "a rate such as \"5 frames/s\", \"7.5 fps\" or a number of frames a second",
        ("frames/s", 1), ("frame/s", 1), ("/s", 1), ("fps", 1));

    /// <summary>Bandwidth; the base unit is one bit a second.</summary>
    public static UnitScale Bandwidth { get; } = new(
        "a bandwidth such as \"10 Mbit/s\" or a number of bits a second",
        ("bit/s", 1), ("kbit/s", 1e3m), ("Mbit/s", 1e6m), ("Gbit/s", 1e9m), ("Tbit/s", 1e12m));

    /// <summary>Computation; the base unit is one GMAC.</summary>
    public static UnitScale Work { get; } = new(
        "an amount of work such as \"2.5 GMAC\", \"300 MMAC\" or a number of GMAC",
        ("kMAC", 1e-6m), ("MMAC", 1e-3m), ("GMAC", 1), ("TMAC", 1e3m));

    /// <summary>What would be right, in words.</summary>
    public string Expected { get; }

    /// <summary>The factor of a unit to the base unit; null when the unit is not known.</summary>
    public decimal? FactorOf(string unit) => _factors.TryGetValue(unit, out var factor) ? factor : null;
}
