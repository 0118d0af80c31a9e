using System.Globalization;

namespace EdgeFlow.Api.Http;

/// <summary>Reads times that come in queries.</summary>
internal static class Times
{
    /// <summary>A time as ISO 8601 writes it; without an offset it is UTC. False for anything else.</summary>
    /// <param name="text">As sent; null or empty gives null.</param>
    /// <param name="at">The time.</param>
    public static bool TryRead(string? text, out DateTimeOffset? at)
    {
        at = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var isTime = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            && read.Year is > 1900 and < 9000;
        at = isTime ? read : null;
        return isTime;
    }
}
