using System.Globalization;

namespace EdgeFlow.Cli.Hosting;

/// <summary>Options of the form <c>key=value</c>.</summary>
internal static class Pairs
{
    /// <summary>The pairs; a key alone has an empty value.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string[]? options) => (options ?? [])
        .Select(option => option.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal);

    /// <summary>Pairs whose values are whole numbers above 0; null when there are none.</summary>
    /// <exception cref="UserErrorException">One of them is no such number.</exception>
    public static IReadOnlyDictionary<string, int>? Counts(string option, string[]? options)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in Parse(options))
        {
            counts[key] = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count > 0
                ? count
                : throw new UserErrorException($"{option} {key}={value}: expected a whole number above 0.");
        }

        return counts.Count == 0 ? null : counts;
    }

    /// <summary>Pairs whose values are numbers, 0 or more, and whose keys are known.</summary>
    /// <exception cref="UserErrorException">One of them is not.</exception>
    public static IReadOnlyDictionary<string, double> Numbers(string option, string[]? options, params string[] known)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (key, value) in Parse(options))
        {
            numbers[key] = known.Contains(key)
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= 0 && double.IsFinite(number)
                ? number
                : throw new UserErrorException(
                    $"{option} {key}={value}: expected {string.Join(" or ", known.Select(word => $"{word}=NUMBER"))}.");
        }

        return numbers;
    }
}
