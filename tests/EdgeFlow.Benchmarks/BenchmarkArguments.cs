using System.Globalization;
using EdgeFlow.Benchmarks.Hosting;

namespace EdgeFlow.Benchmarks;

/// <summary>What the user asked for.</summary>
/// <param name="Command">The command.</param>
/// <param name="Write">The document to put the table into, with its whole path; null for none.</param>
/// <param name="Data">Instances to use in place of the usual ones, with their whole path; null for those.</param>
/// <param name="Budget">How long a search may take for one instance.</param>
/// <param name="IsShort">Whether to take fewer turns.</param>
/// <param name="IsJson">Whether to print the rows as JSON.</param>
/// <param name="Plot">Where a command that draws writes its SVG, with the whole path; null for nowhere.</param>
internal sealed record BenchmarkArguments(
    BenchmarkCommand Command, string? Write, string? Data, TimeSpan Budget, bool IsShort, bool IsJson,
    string? Plot)
{
    /// <summary>Reads the command line.</summary>
    /// <returns>What was asked for, or what is wrong with it.</returns>
    public static (BenchmarkArguments? Arguments, string? Wrong) Read(string[] args)
    {
        var words = args.ToList();
        var (isShort, isJson) = (words.Remove("--short"), words.Remove("--json"));
        var (write, data, budget) = (Take(words, "--write"), Take(words, "--data"), Take(words, "--budget"));
        var plot = Take(words, "--plot");
        var time = budget is null ? BenchmarkRun.UsualBudget : Time(budget);
        if (time is null)
        {
            return (null, $"--budget {budget}: write a time as 500ms or 2s.");
        }

        if (data is not null && !Path.Exists(data))
        {
            return (null, $"--data {data}: there is no such file or folder.");
        }

        var name = string.Join(' ', words);
        var command = BenchmarkCommand.All.FirstOrDefault(known => known.Name == name);
        return command is null
            ? (null, name.Length == 0 ? "name what to measure." : $"there is nothing called '{name}' to measure.")
            : (new BenchmarkArguments(command, Whole(write), Whole(data), time.Value, isShort, isJson,
                Whole(plot)), null);
    }

    private static string? Whole(string? path) => path is null ? null : Path.GetFullPath(path);

    private static string? Take(List<string> words, string option)
    {
        var at = words.IndexOf(option);
        if (at < 0 || at + 1 >= words.Count)
        {
            return null;
        }

        var value = words[at + 1];
        words.RemoveRange(at, 2);
        return value;
    }

    private static TimeSpan? Time(string text)
    {
        var unit = text.EndsWith("ms", StringComparison.Ordinal) ? "ms" : text.EndsWith('s') ? "s" : null;
        if (unit is null || !double.TryParse(
            text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        return count is > 0 and < 86_400 ? TimeSpan.FromMilliseconds(unit == "ms" ? count : 1000 * count) : null;
    }
}
