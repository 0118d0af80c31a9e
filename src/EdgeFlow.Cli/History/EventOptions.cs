using System.CommandLine;
using EdgeFlow.Cli.Output;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Cli.History;

/// <summary>The options that choose events.</summary>
internal static class EventOptions
{
    private static readonly Option<string[]> Types = new("--type")
    {
        Description = "Only events of this type, e.g. job_submitted; may be given several times",
    };

    private static readonly Option<DateTimeOffset?> Since =
        Moment.Option("--since", "Only events of then or later");

    private static readonly Option<DateTimeOffset?> Until =
        Moment.Option("--until", "Only events before then");

    private static readonly Option<string?> Actor = new("--actor")
    {
        Description = "Only what this one asked for, e.g. operator or node/edge-1",
    };

    private static readonly Option<string?> Correlation = new("--correlation")
    {
        Description = "Only the story with this correlation id: what one request led to",
    };

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Types, Since, Until, Actor, Correlation })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether an end was given: a history that ends cannot be followed.</summary>
    public static bool HasEnd(ParseResult parsed) => parsed.GetValue(Until) is not null;

    /// <summary>What is odd about the types that were chosen, where nothing of them was found; null for nothing. A
    /// control plane may have types that this program does not know, so that it asks first.</summary>
    public static string? Odd(ParseResult parsed)
    {
        var known = EventCatalog.All.Select(entry => entry.Name).ToList();
        return (parsed.GetValue(Types) ?? []).Where(type => !known.Contains(type)).Select(type =>
            $"there is no event of the type '{type}'"
            + (Spelling.Nearest(type, known) is { } meant ? $"; did you mean '{meant}'?" : ".")).FirstOrDefault();
    }

    /// <summary>What was chosen, as conditions of the API's query.</summary>
    public static IEnumerable<(string Name, string Value)> Query(ParseResult parsed)
    {
        foreach (var type in parsed.GetValue(Types) ?? [])
        {
            yield return ("type", type);
        }

        if (parsed.GetValue(Since) is { } since)
        {
            yield return ("since", Moment.Iso(since));
        }

        if (parsed.GetValue(Until) is { } until)
        {
            yield return ("until", Moment.Iso(until));
        }

        if (parsed.GetValue(Actor) is { } actor)
        {
            yield return ("actor", actor);
        }

        if (parsed.GetValue(Correlation) is { } correlation)
        {
            yield return ("correlation", correlation);
        }
    }
}
