using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Cli.History;

/// <summary><c>edgeflow history</c>: every fact of a job, a node, a link, an application, a plan, or all.</summary>
internal static class HistoryCommand
{
    private const string Events = "/v1/events";
    private const string CausePrefix = "event/";

    private static readonly Argument<string?> Subject = new("subject")
    {
        Description = "A name, job:NAME, node:NAME, link:NAME, application:NAME, plan, plan:REVISION, control-plane "
            + "or settings; everything when left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> All = new("--all") { Description = "Everything; the same as no subject" };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on with what comes" };

    private static readonly Option<long> Limit = new("--limit")
    {
        Description = "At most so many events, the oldest first",
        DefaultValueFactory = _ => long.MaxValue,
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("history", "Tell what happened, from the events") { Subject, All };
        EventOptions.AddTo(command);
        command.Add(Follow);
        command.Add(Limit);
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancel)
    {
        var (text, follow) = (parsed.GetValue(Subject), parsed.GetValue(Follow));
        if (text is not null && parsed.GetValue(All))
        {
            throw new UserErrorException($"--all is everything, and '{text}' is one thing: give one of them.");
        }

        if (follow && EventOptions.HasEnd(parsed))
        {
            throw new UserErrorException("--until ends a history, and --follow goes on for ever: give one of them.");
        }

        using var client = parsed.Client();
        var subject = text is null ? HistorySubject.All : await HistorySubject.Read(client, text, cancel);
        var found = subject.Revision is { } revision
            ? OfPlan(client, revision, parsed, cancel)
            : OfStream(client, subject.Stream, parsed, follow, cancel);
        var (left, format) = (parsed.GetValue(Limit), parsed.GetValue(Printer.Format));
        var any = false;
        await foreach (var item in found.WithCancellation(cancel))
        {
            if (left-- <= 0)
            {
                return;
            }

            any = true;
            EventPrinter.Print(format, item);
        }

        if (!any && EventOptions.Odd(parsed) is { } odd)
        {
            throw new UserErrorException(odd);
        }
    }

    private static IAsyncEnumerable<EventView> OfStream(
        EdgeFlowClient client, string? stream, ParseResult parsed, bool follow, CancellationToken cancel)
    {
        var query = EventOptions.Query(parsed);
        query = stream is null ? query : query.Prepend(("stream", stream));
        return follow ? Watch(client, [.. query], cancel) : client.Pages<EventView>(Events, [.. query], cancel);
    }

    // The event that asked for the plan, the plan, and what it caused.
    private static async IAsyncEnumerable<EventView> OfPlan(
        EdgeFlowClient client, int revision, ParseResult parsed,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var adopted = await One(client, $"{Events}?limit=1&stream=plan&version={revision}", cancel)
            ?? throw new UserErrorException($"there is no plan {revision}.");
        if (adopted.Causation?.StartsWith(CausePrefix, StringComparison.Ordinal) == true
            && long.TryParse(
                adopted.Causation[CausePrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var cause)
            && await One(client, $"{Events}?limit=1&after={cause - 1}", cancel) is { } before
            && before.Sequence == cause)
        {
            yield return before;
        }

        yield return adopted;
        var query = EventOptions.Query(parsed).Prepend(("causation", $"plan/{revision}"));
        await foreach (var item in client.Pages<EventView>(Events, [.. query], cancel))
        {
            yield return item;
        }
    }

    private static async Task<EventView?> One(EdgeFlowClient client, string path, CancellationToken cancel) =>
        (await client.Get<Page<EventView>>(path, cancel)).Items.SingleOrDefault();

    // From the first event on through the watch: it gives events in the order in which nothing is left out, while a
    // page may run ahead of an event that is still being stored.
    private static async IAsyncEnumerable<EventView> Watch(
        EdgeFlowClient client, IReadOnlyList<(string Name, string Value)> query,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var last = 0L;
        while (true)
        {
            var path = Query.Path(
                $"{Events}/watch", query.Append(("after", last.ToString(CultureInfo.InvariantCulture))));
            await foreach (var item in client.Follow(path, cancel))
            {
                if (JsonSerializer.Deserialize<EventView>(item.Data, ProtocolJson.Options) is { } found)
                {
                    last = found.Sequence;
                    yield return found;
                }
            }
        }
    }
}
