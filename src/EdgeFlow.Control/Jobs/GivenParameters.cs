using System.Globalization;
using System.Text.Json;
using EdgeFlow.Control.Personal;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Protocol.Personal;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Jobs;

/// <summary>Reads the stage parameters that a request gives in place of an application's own. Pure.</summary>
internal static class GivenParameters
{
    private const string ExternalKind = "external";
    private const string SecretKey = "secretRef";

    /// <summary>Task id → canonical JSON object, for the tasks that are given some.</summary>
    /// <param name="given">Task → object, as sent; null for none.</param>
    /// <param name="application">The application that they are laid over.</param>
    /// <param name="errors">Takes everything that is wrong with them.</param>
    public static SortedDictionary<string, string> Read(
        IReadOnlyDictionary<string, JsonElement>? given, ApplicationSpec application, List<ProblemError> errors)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
        {
            var pointer = $"/parameters/{Escaped(name)}";
            var task = application.Tasks.FirstOrDefault(task => task.Id.Value == name);
            if (task is null)
            {
                var names = string.Join(", ", application.Tasks.Take(10).Select(task => task.Id));
                errors.Add(new ProblemError(pointer, 0, 0, "the application has no such task", $"one of: {names}"));
            }
            else if (value.ValueKind != JsonValueKind.Object)
            {
                errors.Add(new ProblemError(pointer, 0, 0, $"is a {value.ValueKind}", "an object"));
            }
            else if (task.Stage.Kind == ExternalKind && value.TryGetProperty("url", out _))
            {
                // Whoever may submit jobs may not make nodes call addresses that the application did not name.
                errors.Add(new ProblemError(
                    $"{pointer}/url", 0, 0, "an external stage's address cannot be replaced", "other parameters"));
            }
            else if (value.EnumerateObject()
                .Select(member => Mark(member.Value, $"{pointer}/{Escaped(member.Name)}"))
                .FirstOrDefault(mark => mark is not null) is { } wrong)
            {
                errors.Add(wrong);
            }
            else
            {
                parameters[name] = StageParameters.Over(task.Stage.Parameters, value);
            }
        }

        return parameters;
    }

    // The first mark that may not stand here; null when all may. The depth is bounded by the body's reader.
    private static ProblemError? Mark(JsonElement value, string pointer) => value.ValueKind switch
    {
        JsonValueKind.Object when Wrong(value) is var (problem, expected) =>
            new ProblemError(pointer, 0, 0, problem, expected),
        JsonValueKind.Object => value.EnumerateObject()
            .Select(member => Mark(member.Value, $"{pointer}/{Escaped(member.Name)}"))
            .FirstOrDefault(found => found is not null),
        JsonValueKind.Array => value.EnumerateArray()
            .Select((item, index) => Mark(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}")))
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    // Whoever may submit jobs may not have nodes read secrets that the application did not name, nor open boxes of
    // other jobs.
    private static (string Problem, string Expected)? Wrong(JsonElement marked) =>
        marked.TryGetProperty(SecretKey, out _)
            ? ("a submission names no secrets", "a text, or the secret in the application's with")
        : marked.TryGetProperty(PersonalWords.Stored, out _)
            ? ("a submission holds no box", $"the text itself: {{\"{PersonalWords.Given}\": …}}")
        : marked.TryGetProperty(PersonalWords.Given, out _) && !PersonalMarks.IsGiven(marked)
            ? ("this is no personal text",
                $"{{\"{PersonalWords.Given}\": 1 to {PersonalWords.MaxChars} characters}}, alone")
        : null;

    // As RFC 6901 writes a key in a pointer.
    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
