using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Links;

namespace EdgeFlow.Cli.Network;

/// <summary><c>edgeflow link</c>: declares links and says what they have now.</summary>
internal static class LinkCommand
{
    private static readonly Argument<string> A = new("a") { Description = "One end's node" };
    private static readonly Argument<string> B = new("b") { Description = "The other end's node" };
    private static readonly Argument<string> Link = new("link") { Description = "The link's name" };
    private static readonly Argument<string> Capacity = new("capacity") { Description = "e.g. 10Mbps; 0 is down" };
    private static readonly Option<double> Delay = new("--delay") { Description = "Milliseconds of a passage" };
    private static readonly Option<double> Price = new("--price") { Description = "Price of 10^9 bytes over it" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the history" };

    /// <summary>The command.</summary>
    public static Command Make() => new("link", "Declare, change or remove links between nodes")
    {
        Declare(), Change(), Remove(),
    };

    /// <summary>The name of the link between two nodes where none is given: its ends in order.</summary>
    public static string NameOf(string a, string b) =>
        string.CompareOrdinal(a, b) < 0 ? $"{a}--{b}" : $"{b}--{a}";

    private static Command Declare()
    {
        var command = new Command("declare", "Declare a link, or declare it anew") { A, B, Capacity, Delay, Price };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var (a, b) = (parsed.GetValue(A)!, parsed.GetValue(B)!);
            var capacity = Quantity.Bandwidth(parsed.GetValue(Capacity)!);
            var body = new LinkDeclaration(a, b, capacity, parsed.GetValue(Delay), parsed.GetValue(Price));
            Print(parsed, await client.Send<LinkView>(HttpMethod.Put, $"/v1/links/{NameOf(a, b)}", body, cancel));
        });
        return command;
    }

    private static Command Change()
    {
        var command = new Command("set", "Say what a link has now") { Link, Capacity, Reason };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var body = new LinkCapacity(Quantity.Bandwidth(parsed.GetValue(Capacity)!), parsed.GetValue(Reason));
            var path = $"/v1/links/{Uri.EscapeDataString(parsed.GetValue(Link)!)}/capacity";
            Print(parsed, await client.Send<LinkView>(HttpMethod.Put, path, body, cancel));
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Take a link away") { Link };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var path = $"/v1/links/{Uri.EscapeDataString(parsed.GetValue(Link)!)}";
            await client.Send<Nothing>(HttpMethod.Delete, path, null, cancel);
        });
        return command;
    }

    private static void Print(ParseResult parsed, LinkView link)
    {
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, link);
            return;
        }

        Console.WriteLine($"{link.Link}: {link.A} – {link.B}, {Units.Bandwidth(link.CapacityBitsPerSecond)}");
    }
}
