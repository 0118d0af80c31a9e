using System.CommandLine;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Context;

namespace EdgeFlow.Cli.Context;

/// <summary><c>edgeflow context</c>: what an application's runs and those who run it share.</summary>
internal static class ContextCommand
{
    private const int MostKeys = 10_000;

    private static readonly Argument<string> Application = new("application") { Description = "The application" };
    private static readonly Argument<string> Key = new("key") { Description = "The key" };
    private static readonly Argument<string> Value = new("value") { Description = "JSON; other text is taken as text" };
    private static readonly Option<string?> Prefix = new("--prefix") { Description = "Only keys that begin with this" };
    private static readonly Option<bool> IfNew = new("--if-new") { Description = "Only if the key is not there" };
    private static readonly Option<string?> IfMatch = new("--if-match") { Description = "Only over this tag" };
    private static readonly Option<int?> Ttl = new("--ttl") { Description = "Seconds after which the value is gone" };

    /// <summary>The command.</summary>
    public static Command Make() => new("context", "Read and change what an application keeps between its runs")
    {
        Get(), Set(), Delete(), List(),
    };

    private static Command Get()
    {
        var command = new Command("get", "Print a value") { Application, Key };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            Console.WriteLine(await client.GetText(
                $"{Path(parsed)}/{Uri.EscapeDataString(parsed.GetValue(Key)!)}", cancel));
        });
        return command;
    }

    private static Command Set()
    {
        var command = new Command("set", "Keep a value; prints its tag")
        {
            Application, Key, Value, IfNew, IfMatch, Ttl,
        };
        command.SetAction((parsed, cancel) => Change(
            parsed,
            new ContextChange(
                parsed.GetValue(Key)!, Json(parsed.GetValue(Value)!), IfMatch: parsed.GetValue(IfMatch),
                IfNoneMatch: parsed.GetValue(IfNew), TtlSeconds: parsed.GetValue(Ttl)),
            cancel));
        return command;
    }

    private static Command Delete()
    {
        var command = new Command("delete", "Delete a value") { Application, Key, IfMatch };
        command.SetAction((parsed, cancel) => Change(
            parsed, new ContextChange(parsed.GetValue(Key)!, Delete: true, IfMatch: parsed.GetValue(IfMatch)), cancel));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Print the keys") { Application, Prefix };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var query = parsed.GetValue(Prefix) is { } prefix ? $"?prefix={Uri.EscapeDataString(prefix)}" : "";
            await foreach (var key in client.List<string>(Path(parsed) + query, MostKeys, cancel))
            {
                Console.WriteLine(key);
            }
        });
        return command;
    }

    private static async Task Change(ParseResult parsed, ContextChange change, CancellationToken cancel)
    {
        using var client = parsed.Client();
        var written = await client.Send<ContextWritten>(
            HttpMethod.Post, Path(parsed), new ContextTransaction([change]), cancel);
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, written);
            return;
        }

        Console.WriteLine(change.Delete ? "deleted" : written.Tag);
    }

    private static string Path(ParseResult parsed) =>
        $"/v1/applications/{Uri.EscapeDataString(parsed.GetValue(Application)!)}/context";

    private static JsonElement Json(string text)
    {
        try
        {
            using var value = JsonDocument.Parse(text);
            return value.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
