namespace EdgeFlow.Experiments.Plans;

/// <summary>One of a few things, by its name on a command line: <c>max-min</c> for <c>MaxMin</c>. Stateless.</summary>
public static class Choice
{
    /// <summary>The thing of a name.</summary>
    /// <param name="name">The name, in any case, with or without hyphens; null when none was given.</param>
    /// <param name="option">The option, for the error.</param>
    /// <param name="otherwise">What holds when no name was given.</param>
    /// <exception cref="InputException">There is nothing of that name.</exception>
    public static T Of<T>(string? name, string option, T otherwise)
        where T : struct, Enum
    {
        if (name is null)
        {
            return otherwise;
        }

        var plain = name.Replace("-", "", StringComparison.Ordinal);
        return Enum.TryParse<T>(plain, ignoreCase: true, out var value) && Enum.IsDefined(value)
            && char.IsAsciiLetter(plain[0])
            ? value
            : throw new InputException($"{option} {name}: there are {string.Join(", ", Names<T>())}.");
    }

    /// <summary>The name of a thing, as a command line takes it.</summary>
    /// <param name="value">The thing.</param>
    public static string Name<T>(T value)
        where T : struct, Enum => Hyphened(value.ToString());

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>().Select(Hyphened);

    private static string Hyphened(string name) => string.Concat(name.Select(
        (c, k) => k > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
