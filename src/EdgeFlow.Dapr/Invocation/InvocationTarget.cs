using System.Text.RegularExpressions;

namespace EdgeFlow.Dapr.Invocation;

/// <summary>
/// A method of a Dapr application, written <c>dapr://app/method</c>: the app id (perhaps <c>app.namespace</c>), a path
/// and perhaps a query. Immutable.
/// </summary>
public sealed partial record InvocationTarget
{
    /// <summary>
    /// App ids as a regular expression: 1 to 63 letters, digits, '-' and '_', perhaps with a namespace behind a dot.
    /// </summary>
    public const string AppPattern =
        "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?";

    /// <summary>
    /// Method paths as a regular expression: segments that are neither empty nor '.' nor '..'. What would be a
    /// separator, a dot, a percent sign or a control character once decoded may not be encoded: sidecars and their
    /// access-control policies would not agree on what is called.
    /// </summary>
    public const string MethodPattern = Segment + "(/" + Segment + ")*";

    /// <summary>What may follow a method path, as a regular expression: nothing, or a query.</summary>
    public const string QueryPattern = "([?][A-Za-z0-9._~!$&'()*+,;=:/?%-]*)?";

    private const string Segment =
        "(?![.][.]?([/?]|$))([A-Za-z0-9._~!$&'()*+,;=:-]|%(?!2[35EeFf]|3[Ff]|5[Cc]|[01]|7[Ff])[0-9A-Fa-f]{2})+";

    private const string Scheme = "dapr://";
    private const int MaxLength = 2_000;

    private InvocationTarget(string app, string method) => (App, Method) = (app, method);

    /// <summary>The app id.</summary>
    public string App { get; }

    /// <summary>Path and query, escaped, without a slash before it.</summary>
    public string Method { get; }

    /// <summary>Where a sidecar answers for it: <c>/v1.0/invoke/app/method/path</c>.</summary>
    public string Path => $"/v1.0/invoke/{App}/method/{Method}";

    /// <summary>Whether a text means to be such an address, right or wrong.</summary>
    public static bool Claims(string address) =>
        address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>dapr://app/method</c>; null when it is no such address.</summary>
    public static InvocationTarget? Parse(string address) =>
        address.Length <= MaxLength && Whole().Match(address) is { Success: true } match
            ? new InvocationTarget(match.Groups["app"].Value, match.Groups["method"].Value)
            : null;

    /// <summary>The address.</summary>
    public override string ToString() => $"{Scheme}{App}/{Method}";

    [GeneratedRegex(
        $"^{Scheme}(?<app>{AppPattern})/(?<method>{MethodPattern}{QueryPattern})\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
