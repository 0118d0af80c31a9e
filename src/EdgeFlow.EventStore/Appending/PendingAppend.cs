using System.Text.Json;
using EdgeFlow.Domain;
using EdgeFlow.EventStore.Registry;

namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// An append on its way: checked and written as JSON by its caller's thread, so that the writers only commit. Its
/// ids are made once, which lets a retry recognise what an earlier attempt stored.
/// </summary>
internal sealed class PendingAppend
{
    private const int CommandIdLengthMax = 200;

    private PendingAppend(AppendRequest request, IReadOnlyList<PendingEvent[]> events)
    {
        Request = request;
        Events = events;
        Headers = [.. request.Streams.Select(stream => HeadersOf(stream.Metadata ?? request.Metadata))];
    }

    public AppendRequest Request { get; }

    /// <summary>The events of each stream, in the order of the request's streams.</summary>
    public IReadOnlyList<PendingEvent[]> Events { get; }

    /// <summary>The headers of each stream's events, in the order of the request's streams.</summary>
    public IReadOnlyList<JsonbText?> Headers { get; }

    /// <summary>Tells this append from another with the same command id.</summary>
    public Guid Id => Events[0][0].Id;

    /// <summary>What the last attempt tried to store, while its outcome is unknown; empty if there was none.</summary>
    public IReadOnlyList<StreamWrite> Attempted { get; set; } = [];

    /// <summary>Checks a request and writes its events.</summary>
    /// <exception cref="ArgumentException">The request is malformed; the message says how.</exception>
    /// <exception cref="InvalidOperationException">An event's type is not registered.</exception>
    public static PendingAppend Prepare(AppendRequest request, EventRegistry registry, int eventsMax)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request.Streams.Count > 0, "An append needs a stream.");
        Check(
            request.Streams.Select(s => s.StreamId).Distinct(StringComparer.Ordinal).Count() == request.Streams.Count,
            "An append names a stream twice.");
        Check(request.CommandId is null or { Length: > 0 and <= CommandIdLengthMax },
            $"A command id has 1 to {CommandIdLengthMax} characters.");
        foreach (var stream in request.Streams)
        {
            Check(!string.IsNullOrEmpty(stream.StreamId), "A stream id is empty.");
            Check(stream.Events.Count > 0, $"An append to '{stream.StreamId}' has no event.");
        }

        Check(request.Streams.Sum(s => s.Events.Count) <= eventsMax, $"An append has more than {eventsMax} events.");
        return new PendingAppend(
            request,
            [.. request.Streams.Select(stream => stream.Events.Select(e => Write(e, registry)).ToArray())]);

        static void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new ArgumentException(otherwise, nameof(request));
            }
        }
    }

    private static JsonbText? HeadersOf(EventMetadata metadata) => metadata.Actor is { } actor
        ? JsonbText.Of(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["actor"] = actor }))
        : null;

    private static PendingEvent Write(IEvent value, EventRegistry registry) =>
        new(Guid.CreateVersion7(), value, registry.Write(value));

    internal readonly record struct PendingEvent(Guid Id, IEvent Value, StoredEvent Stored);
}
