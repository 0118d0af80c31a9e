using System.Text.RegularExpressions;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// The rule for an external stage that is a Dapr application: <c>dapr://app-id/method</c>, perhaps with a query. The
/// node's sidecar client has the same patterns, since neither room knows the other; a test compares them.
/// </summary>
public static partial class DaprAddress
{
    /// <summary>How such an address begins.</summary>
    public const string Scheme = "dapr://";

    /// <summary>App ids: 1 to 63 letters, digits, '-' and '_', perhaps with a namespace behind a dot.</summary>
    public const string AppPattern =
        "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?";

    /// <summary>
    /// Method paths: segments that are neither empty nor '.' nor '..', in which no separator, dot, percent sign or
    /// control character is hidden behind a percent-encoding.
    /// </summary>
    public const string MethodPattern = Segment + "(/" + Segment + ")*";

    /// <summary>What may follow a method path: nothing, or a query.</summary>
    public const string QueryPattern = "([?][A-Za-z0-9._~!$&'()*+,;=:/?%-]*)?";

    private const string Segment =
        "(?![.][.]?([/?]|$))([A-Za-z0-9._~!$&'()*+,;=:-]|%(?!2[35EeFf]|3[Ff]|5[Cc]|[01]|7[Ff])[0-9A-Fa-f]{2})+";

    /// <summary>What is wrong with it, in words that follow "the address"; null when nothing is.</summary>
    /// <param name="address">An address with the scheme, of a limited length and without white space.</param>
    public static string? Problem(string address)
    {
        var rest = address[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (!App().IsMatch(slash < 0 ? rest : rest[..slash]))
        {
            return "names no app id of letters, digits, '-' and '_'";
        }

        if (slash < 0 || slash == rest.Length - 1)
        {
            return "names no method of the application";
        }

        return Method().IsMatch(rest[(slash + 1)..])
            ? null
            : "has a method path with an empty, '.' or '..' segment or a percent-encoded separator, dot or control";
    }

    [GeneratedRegex($"^{AppPattern}\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex App();

    [GeneratedRegex($"^{MethodPattern}{QueryPattern}\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Method();
}
