namespace EdgeFlow.Cli.Hosting;

/// <summary>Options of the form <c>key=value</c>.</summary>
internal static class Pairs
{
    /// <summary>The pairs; a key alone has an empty value.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string[]? options) => (options ?? [])
        .Select(option => option.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal);
}
