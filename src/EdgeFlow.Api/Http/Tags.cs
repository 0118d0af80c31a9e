using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Entity tags: what a caller saw, so that it does not change what it did not see.</summary>
internal static class Tags
{
    /// <summary>Sets the answer's ETag.</summary>
    public static void Set(HttpContext http, string value) => http.Response.Headers.ETag = $"\"{value}\"";

    /// <summary>Sets the answer's ETag to a revision.</summary>
    public static void Set(HttpContext http, long revision) =>
        Set(http, revision.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether the caller has this already (If-None-Match).</summary>
    public static bool IsKnown(HttpContext http, string value) =>
        http.Request.Headers.IfNoneMatch.ToString().Split(',').Select(tag => tag.Trim())
            .Any(tag => tag == "*" || tag == $"\"{value}\"");

    /// <summary>The revision that the caller saw (If-Match); null for any, -1 (which nothing has) for a tag that is
    /// none.</summary>
    /// <param name="http">The request.</param>
    public static long? Seen(HttpContext http)
    {
        var tag = http.Request.Headers.IfMatch.ToString();
        return tag.Length == 0 || tag == "*" ? null
            : long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision
            : -1;
    }
}
