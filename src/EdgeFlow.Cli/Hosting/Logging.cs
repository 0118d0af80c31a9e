using Microsoft.Extensions.Logging;

namespace EdgeFlow.Cli.Hosting;

/// <summary>What a server process prints: one line an entry, with the time in UTC.</summary>
internal static class Logging
{
    /// <summary>A console log.</summary>
    public static ILoggerFactory Make() => LoggerFactory.Create(builder => builder
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        })
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning));
}
