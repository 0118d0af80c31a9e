using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Cli;

/// <summary>Says what is wrong with a command line, without names of our types and without the whole help.</summary>
internal static partial class MistypedLine
{
    /// <summary>What is wrong, what was meant, and where the right words are.</summary>
    /// <param name="parsed">A command line with errors.</param>
    public static string Words(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var known = Known(command).ToList();
        var lines = parsed.Errors.Select(error => Plain(error.Message)).Distinct().ToList();
        lines.AddRange(parsed.UnmatchedTokens
            .Select(token => (token, Meant: Spelling.Nearest(token, known.Where(name => name != token))))
            .Where(pair => pair.Meant is not null).Select(pair => $"'{pair.token}': did you mean '{pair.Meant}'?"));
        lines.Add($"See '{Path(command)} --help'.");
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Known(CommandResult command)
    {
        for (SymbolResult? at = command; at is not null; at = at.Parent)
        {
            foreach (var symbol in (at as CommandResult)?.Command.Children ?? [])
            {
                if (symbol is Option option && (at == command || option.Recursive))
                {
                    yield return option.Name;
                }
                else if (symbol is Command { Hidden: false } && at == command)
                {
                    yield return symbol.Name;
                }
            }
        }
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "edgeflow";

    private static string Plain(string message) => ExpectedType().Replace(message, match =>
        match.Groups[1].Value switch
        {
            var type when type.Contains("UInt", StringComparison.Ordinal) => ": write a whole number, 0 or more",
            var type when type.Contains("Int", StringComparison.Ordinal) => ": write a whole number",
            var type when type.Contains("Double", StringComparison.Ordinal) => ": write a number",
            var type when type.Contains("Boolean", StringComparison.Ordinal) => ": write true or false",
            _ => "",
        });

    [GeneratedRegex(@" as expected type '(.*)'(?=\.|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ExpectedType();
}
