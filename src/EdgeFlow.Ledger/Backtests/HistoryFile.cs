using System.Text.Json;
using EdgeFlow.Control.Requests;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Ledger.Backtests;

/// <summary>Reads a history from JSON lines, as <c>edgeflow history --all -o json</c> writes them. Needs no database.
/// Stateless and thread safe.</summary>
public static class HistoryFile
{
    /// <summary>The events of a text, in order.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">A line is no event, out of order or too long, or there are too many; the
    /// message says which.</exception>
    public static async Task<IReadOnlyList<RecordedEvent>> Read(TextReader lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (entries, registry, number) = (new List<RecordedEvent>(), Registry(), 0);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var entry = Entry(line, number, registry);
            if (entries.Count > 0 && entry.Sequence <= entries[^1].Sequence)
            {
                throw Wrong(number, $"event {entry.Sequence} comes after event {entries[^1].Sequence}");
            }

            entries.Add(entry);
            if (entries.Count > BranchLimits.MaxEvents)
            {
                throw Wrong(number, $"there are more than {BranchLimits.MaxEvents} events");
            }
        }

        return entries;
    }

    /// <summary>An event as the API tells it.</summary>
    /// <param name="view">The event.</param>
    /// <exception cref="JsonException">Its data does not fit its type.</exception>
    public static RecordedEvent Of(EventView view) => Of(view, Registry());

    /// <summary>Events as the API tells them.</summary>
    /// <param name="views">The events, in order.</param>
    /// <exception cref="InvalidDataException">One of them is none.</exception>
    public static IReadOnlyList<RecordedEvent> Of(IEnumerable<EventView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        var registry = Registry();
        return [.. views.Select(view => Of(view, registry))];
    }

    private static RecordedEvent Entry(string line, int number, EventRegistry registry)
    {
        if (line.Length > BacktestLimits.MaxLine)
        {
            throw Wrong(number, $"it has more than {BacktestLimits.MaxLine} characters");
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var view = StrictJson.Read<EventView>(document.RootElement);
            return view.Refusal is { } refusal
                ? throw Wrong(number, refusal.Errors.Count == 0 ? refusal.Detail : string.Join(
                    "; ", refusal.Errors.Select(e => $"{e.Pointer} {e.Problem}, expected {e.Expected}")))
                : view.Value!.Data.ValueKind == JsonValueKind.Object ? Of(view.Value, registry)
                : throw Wrong(number, "its data is no object");
        }
        catch (JsonException cause)
        {
            throw Wrong(number, $"it is no event: {cause.Message.Split(" LineNumber:", 2)[0].TrimEnd('.', '\n')}");
        }
    }

    private static RecordedEvent Of(EventView view, EventRegistry registry) => new(
        view.Sequence, Guid.Empty, view.Stream, view.Version, view.Type,
        registry.Read(view.Type, view.Data.GetRawText()), view.At,
        new EventMetadata(view.Correlation, view.Causation, view.Actor));

    private static EventRegistry Registry()
    {
        var registry = new EventRegistry(DomainJson.Options);
        foreach (var entry in EventCatalog.All)
        {
            registry.Register(entry.Type, entry.Name);
        }

        return registry;
    }

    private static InvalidDataException Wrong(int line, string problem) => new($"line {line}: {problem}.");
}
