using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Experiments;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Protocol;
using YamlDotNet.Serialization;

namespace EdgeFlow.Cli.Output;

/// <summary>Prints documents as a table, JSON or YAML.</summary>
internal static class Printer
{
    private static readonly JsonSerializerOptions Indented = new(ProtocolJson.Options) { WriteIndented = true };

    /// <summary>The option <c>-o</c>.</summary>
    public static Option<OutputFormat> Format { get; } = new("--output", "-o")
    {
        Description = "table, json or yaml; csv for lists",
        Recursive = true,
    };

    /// <summary>Where the commands of the room Experiments print to.</summary>
    public static CommandOutput ForExperiments { get; } = new(
        (parsed, document, lines) =>
        {
            if (parsed.GetValue(Format) is var format and not OutputFormat.Table)
            {
                PrintDocument(format, document);
                return;
            }

            foreach (var line in lines)
            {
                Console.WriteLine(line);
            }
        },
        Console.Error.WriteLine);

    /// <summary>Prints a list: a table with these columns, or the documents.</summary>
    public static void PrintList<T>(OutputFormat format, IReadOnlyList<T> items, params Column<T>[] columns)
    {
        if (format == OutputFormat.Csv)
        {
            PrintCsv(items, columns);
            return;
        }

        if (format != OutputFormat.Table)
        {
            PrintDocument(format, items);
            return;
        }

        var rows = items.Select(item => columns.Select(column => column.Value(item)).ToArray())
            .Prepend([.. columns.Select(column => column.Title.ToUpperInvariant())])
            .ToList();
        var widths = columns.Select((_, index) => rows.Max(row => row[index].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, index) =>
                columns[index].Right ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]));
            Console.WriteLine(string.Join("   ", cells).TrimEnd());
        }
    }

    private static void PrintCsv<T>(IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns)
    {
        Console.Write(CsvText.Line(columns.Select(column => column.Title)));
        foreach (var item in items)
        {
            Console.Write(CsvText.Line(columns.Select(column => column.Value(item))));
        }
    }

    /// <summary>Prints one document as JSON or YAML.</summary>
    /// <exception cref="UserErrorException">CSV is asked for, which only lists have.</exception>
    public static void PrintDocument<T>(OutputFormat format, T document)
    {
        if (format == OutputFormat.Csv)
        {
            throw new UserErrorException("-o csv is for lists and reports; ask for table, json or yaml.");
        }

        if (format == OutputFormat.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(document, Indented));
            return;
        }

        var node = JsonSerializer.SerializeToNode(document, ProtocolJson.Options);
        Console.Write(new SerializerBuilder().Build().Serialize(Plain(node) ?? ""));
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => Plain(pair.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => decimal.TryParse(
                node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : node.ToJsonString(),
            _ => node.GetValue<string>(),
        },
    };
}
