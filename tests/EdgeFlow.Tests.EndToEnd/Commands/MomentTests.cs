using EdgeFlow.Cli.Output;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Commands;

public class MomentTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10m ago", "2026-01-31T11:50:00Z")]
    [InlineData("90s", "2026-01-31T11:58:30Z")]
    [InlineData("1.5h ago", "2026-01-31T10:30:00Z")]
    [InlineData("2d ago", "2026-01-29T12:00:00Z")]
    [InlineData("2026-01-30", "2026-01-30T00:00:00Z")]
    [InlineData("2026-01-30T10:00", "2026-01-30T10:00:00Z")]
    [InlineData("2026-01-30T10:00:00.25+01:00", "2026-01-30T09:00:00.25Z")]
    public void Read_EachForm_IsThatMoment(string text, string expected) =>
        Assert.Equal(expected, Moment.Iso(Moment.Read(text, Now)!.Value));

    [Theory]
    [InlineData("10m ago", "2026-01-31T11:50:00Z")]
    [InlineData("2026-01-30T10:00:00+01:00", "2026-01-30T09:00:00Z")]
    [InlineData("1500", "1500")]
    [InlineData("now", "now")]
    [InlineData("+10m", "+10m")]
    public void Sent_TimeOrElse_IsATimeOrAsItWas(string text, string expected) =>
        Assert.Equal(expected, Moment.Sent(text, Now));

    [Theory]
    [InlineData("")]
    [InlineData("ago")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 years ago")]
    [InlineData("1e9d")]
    [InlineData("NaNs")]
    [InlineData("99999999h")]
    [InlineData("99999999999d")]
    [InlineData("yesterday")]
    [InlineData("31.01.2026")]
    public void Read_NoMoment_IsNone(string text) => Assert.Null(Moment.Read(text, Now));
}
