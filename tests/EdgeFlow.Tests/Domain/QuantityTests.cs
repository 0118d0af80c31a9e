using EdgeFlow.Domain.Units;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>Quantities as people write them.</summary>
public class QuantityTests
{
    [Theory]
    [InlineData("10 Mbit/s", 10_000_000)]
    [InlineData("2.5Gbit/s", 2_500_000_000)]
    [InlineData("1500", 1_500)]
    [InlineData(" 1.5e3 kbit/s ", 1_500_000)]
    [InlineData("0", 0)]
    public void Read_Bandwidth_IsInBitsASecond(string text, long bits) =>
        Assert.Equal(bits, Quantity.Read(text, UnitScale.Bandwidth));

    [Theory]
    [InlineData("64 KiB", 65_536)]
    [InlineData("270KB", 270_000)]
    [InlineData("1e2B", 100)]
    public void Read_Data_IsInBytes(string text, long bytes) =>
        Assert.Equal(bytes, Quantity.Read(text, UnitScale.Data));

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("1.5 min", 90_000)]
    [InlineData("1d", 86_400_000)]
    public void Read_Time_IsInMilliseconds(string text, long ms) =>
        Assert.Equal(ms, Quantity.Read(text, UnitScale.Time));

    [Theory]
    [InlineData("")]
    [InlineData("ms")]
    [InlineData("-1ms")]
    [InlineData("+1ms")]
    [InlineData("1,5ms")]
    [InlineData("1 m s")]
    [InlineData("1MS")]
    [InlineData("1e400")]
    [InlineData("1e18d")]
    [InlineData("0x10")]
    [InlineData("٣ms")]
    [InlineData("1ms ms")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Read_NoTime_IsNull(string text) => Assert.Null(Quantity.Read(text, UnitScale.Time));

    [Fact]
    public void Read_AnyText_NeverThrows() => CommandScript.Check(seeds =>
    {
        const string Signs = "0123456789.eE+- KMGiBbits/fp";
        var text = string.Concat(seeds.Select(seed => Signs[seed % Signs.Length]));

        Assert.True(Quantity.Read(text, UnitScale.Data) is null or >= 0);
    });
}
