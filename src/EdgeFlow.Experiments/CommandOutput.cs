using System.CommandLine;
using System.Text.Json.Nodes;

namespace EdgeFlow.Experiments;

/// <summary>Where the commands of this room write to: the host knows the terminal and the form asked for.</summary>
/// <param name="Print">Prints a result: the document for programs, or the lines for people.</param>
/// <param name="Say">Says a line while the work goes on.</param>
public sealed record CommandOutput(Action<ParseResult, JsonNode, IReadOnlyList<string>> Print, Action<string> Say);
