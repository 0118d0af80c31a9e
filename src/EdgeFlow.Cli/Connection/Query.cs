namespace EdgeFlow.Cli.Connection;

/// <summary>Paths with conditions.</summary>
internal static class Query
{
    /// <summary>A path with these conditions, each escaped. Pure.</summary>
    public static string Path(string path, IEnumerable<(string Name, string Value)> conditions) => string.Join(
        '&', conditions.Select(item => $"{item.Name}={Uri.EscapeDataString(item.Value)}")) is { Length: > 0 } joined
        ? $"{path}?{joined}"
        : path;
}
