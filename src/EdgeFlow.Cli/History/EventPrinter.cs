using System.Globalization;
using System.Text.Json;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Cli.History;

/// <summary>Prints events one by one: a line for people, a line of JSON, or a document of YAML.</summary>
internal static class EventPrinter
{
    private const int ActorWidth = 20;

    /// <summary>Prints an event.</summary>
    public static void Print(OutputFormat format, EventView item)
    {
        switch (format)
        {
            case OutputFormat.Table:
                Console.WriteLine(Line(item));
                break;
            case OutputFormat.Json:
                Console.WriteLine(JsonSerializer.Serialize(item, ProtocolJson.Options));
                break;
            default:
                Console.WriteLine("---");
                Printer.PrintDocument(format, item);
                break;
        }
    }

    /// <summary>An event as a line: when, its number, who asked, and what it says. Pure.</summary>
    public static string Line(EventView item)
    {
        var at = item.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{at}  {item.Sequence,6}  {Short(item.Actor ?? "–").PadRight(ActorWidth)}  {EventSentence.Of(item)}";
    }

    // The holder's name of a control plane is long, and its beginning tells enough.
    private static string Short(string actor) =>
        actor.Length <= ActorWidth ? actor : $"{actor[..(ActorWidth - 1)]}…";
}
