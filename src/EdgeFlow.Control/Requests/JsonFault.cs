using System.Text.Json;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Requests;

/// <summary>Tells a JSON reader's complaint as place, problem and what would be right, without names of our
/// types.</summary>
public static class JsonFault
{
    private const string Schemas = "what the schemas of /openapi/v1.json say";

    /// <summary>The complaint.</summary>
    public static ProblemError Of(JsonException fault)
    {
        var (problem, expected) = Words(fault.Message);
        return new ProblemError(
            Pointer(fault.Path), Position(fault.LineNumber), Position(fault.BytePositionInLine), problem, expected);
    }

    private static (string Problem, string Expected) Words(string message) => message switch
    {
        _ when message.Contains("could not be mapped", StringComparison.Ordinal) => ("is no known key", Schemas),
        _ when message.Contains("Duplicate property", StringComparison.Ordinal) => (
            "stands there twice", "each key once"),
        _ when message.Contains("missing required", StringComparison.Ordinal) =>
            ($"lacks {After(message, "including:").TrimEnd('.')}", "all keys that must be there"),
        _ when message.Contains("could not be converted to ", StringComparison.Ordinal) =>
            ("has a value of another type", TypeWords(After(message, "could not be converted to "))),
        _ when message.Contains("doesn't allow", StringComparison.Ordinal) => ("is null", "a value"),
        _ => ($"is no JSON: {Before(message, " Path:")}", "a JSON document"),
    };

    private static string TypeWords(string type) => type switch
    {
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object",
        _ when type.Contains("List", StringComparison.Ordinal) => "a list",
        _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number in range",
        _ when type.Contains("Double", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("String", StringComparison.Ordinal) => "a text",
        _ => "an object",
    };

    private static int Position(long? fromZero) => (int)Math.Min((fromZero ?? -1) + 1, int.MaxValue);

    // $.tasks[2].name is /tasks/2/name.
    private static string Pointer(string? path) => path is null or "$"
        ? ""
        : path[1..].Replace("['", "/", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal)
            .Replace('.', '/').Replace('[', '/').Replace("]", "", StringComparison.Ordinal);

    private static string After(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? text[(at + mark.Length)..].Trim() : text;

    private static string Before(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text;
}
