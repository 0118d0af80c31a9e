using System.Globalization;
using EdgeFlow.Control.Settings;
using EdgeFlow.Protocol.Settings;
using Set = EdgeFlow.Domain.Settings.PlannerSettings;

namespace EdgeFlow.Exchange.Settings;

/// <summary>
/// The keys of a configuration store that are settings of the planner. Each is read for itself: one with a wrong value
/// stays as it was, and the others count all the same. Pure.
/// </summary>
internal static class SettingKeys
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "edgeflow.planner.";

    private const int MaxShown = 64;

    /// <summary>All keys.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { "policy", "objective", "mostMoved", "improveAfterSeconds", "improveWork" }
            .Select(name => Prefix + name)];

    /// <summary>The settings of a store's values.</summary>
    /// <param name="values">Key → value; a key that is not there is not set.</param>
    /// <param name="before">The settings as they are.</param>
    /// <returns>The settings, and what was refused.</returns>
    public static (PlannerSettings Wanted, IReadOnlyList<string> Problems) Read(
        IReadOnlyDictionary<string, string> values, Set before)
    {
        var problems = new List<string>();
        var wanted = new PlannerSettings(
            Take("policy", before.Policy, text => (text, new Set(Policy: text))),
            Take("objective", before.Objective, text => (text, new Set(Objective: text))),
            TakeNumber("mostMoved", before.MostMoved, number => new Set(MostMoved: number)),
            TakeNumber(
                "improveAfterSeconds", before.ImproveAfterSeconds, number => new Set(ImproveAfterSeconds: number)),
            TakeWhole("improveWork", before.ImproveWork));
        return (wanted, problems);

        double? TakeNumber(string name, double? was, Func<double, Set> alone) => Take(name, was, text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? ((double?)number, alone(number))
                : (null, null));

        long? TakeWhole(string name, long? was) => Take(name, was, text =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? ((long?)number, new Set(ImproveWork: number))
                : (null, null));

        T? Take<T>(string name, T? was, Func<string, (T? Value, Set? Alone)> parse)
        {
            if (!values.TryGetValue(Prefix + name, out var text) || text.Length == 0)
            {
                return default;
            }

            var (value, alone) = parse(text);
            if (alone is not null && SettingWords.Problems(alone) is { Count: 0 })
            {
                return value;
            }

            var expected = alone is null ? "a number" : SettingWords.Problems(alone)[0].Expected;
            problems.Add($"{Prefix}{name}: '{Shown(text)}' is refused and the value before stays: expected {expected}");
            return was;
        }
    }

    private static string Shown(string text) => new(
        [.. (text.Length <= MaxShown ? text : text[..MaxShown] + "…").Select(c => char.IsControl(c) ? '?' : c)]);
}
