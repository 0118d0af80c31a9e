using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Tests.Domain;
using EdgeFlow.Tests.Golden;
using Xunit;

namespace EdgeFlow.Tests.Exchange;

/// <summary>What others see of the events.</summary>
public sealed class PublicEventTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 8, TimeSpan.Zero);

    [Fact]
    public void Table_EveryEvent_IsPublicOrInternal()
    {
        var known = PublicEvents.All.Select(type => type.Stored).Concat(PublicEvents.Internal).ToList();

        Assert.Equal(EventCatalog.All.Select(type => type.Name).Order(), known.Order());
    }

    [Fact]
    public void Write_EveryExample_LooksAsStored() => Snapshot.Match(string.Join(
        '\n', EventExamples.All.Select((entry, index) => CloudEventWriter.Write(Recorded(entry, index + 1)))
            .OfType<CloudEvent>().Select(message => Encoding.UTF8.GetString(message.Json.Span))));

    [Fact]
    public void Schema_EveryType_IsThePublishedOne()
    {
        var folder = Path.Combine(Root(), "docs", "schema", "cloudevents");
        foreach (var type in PublicEvents.All)
        {
            var file = Path.Combine(folder, $"{type.Name}.json");
            if (Environment.GetEnvironmentVariable("EDGEFLOW_ACCEPT") == "1")
            {
                File.WriteAllText(file, PublicSchema.Of(type));
            }

            Assert.Equal(File.ReadAllText(file), PublicSchema.Of(type));
        }

        Assert.Equal(PublicEvents.All.Length, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Documentation_EveryType_IsInTheTable()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "dapr", "pubsub.md"));
        foreach (var type in PublicEvents.All)
        {
            var name = type.Name[PublicEventType.Prefix.Length..^PublicEventType.Version.Length];
            var members = type.Fields.Select(field => field.Name + (field.IsOptional ? "?" : ""));

            Assert.Contains(
                $"| `{name}` | {type.Meaning} | {string.Join(", ", members)} |", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_EveryExample_HasWhatItsSchemaRequiresAndNoMore()
    {
        foreach (var entry in EventExamples.All.Where(entry => PublicEvents.Of(entry) is not null))
        {
            var type = PublicEvents.Of(entry)!;
            using var message = JsonDocument.Parse(CloudEventWriter.Write(Recorded(entry, 1))!.Json);
            using var schema = JsonDocument.Parse(PublicSchema.Of(type));
            var members = message.RootElement.GetProperty("data").EnumerateObject().ToList();
            var properties = schema.RootElement.GetProperty("properties");

            Assert.All(
                schema.RootElement.GetProperty("required").EnumerateArray(),
                name => Assert.Contains(members, member => member.Name == name.GetString()));
            Assert.All(members, member => Assert.True(
                Fits(member.Value, properties.GetProperty(member.Name).GetProperty("type").GetString()!),
                $"{type.Name}: {member}"));
        }
    }

    [Fact]
    public void Write_WhatIsInternal_IsNowhere()
    {
        var all = string.Join('\n', EventExamples.All.Select((entry, index) => Recorded(entry, index + 1))
            .Select(CloudEventWriter.Write).OfType<CloudEvent>()
            .Select(message => Encoding.UTF8.GetString(message.Json.Span)));

        Assert.DoesNotContain("127.0.0.1", all, StringComparison.Ordinal);
        Assert.DoesNotContain("threshold", all, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", all, StringComparison.Ordinal);
        Assert.DoesNotContain("p-1", all, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('b', 64), all, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SameEventTwice_HasTheSameBytes()
    {
        var entry = Recorded(new JobCompleted(new("j-1"), 40, At), 9);

        Assert.True(CloudEventWriter.Write(entry)!.Json.Span.SequenceEqual(CloudEventWriter.Write(entry)!.Json.Span));
    }

    [Theory]
    [InlineData("0af7651916cd43dd8448eb211c80319c", "00-0af7651916cd43dd8448eb211c80319c-0000000000000009-00")]
    [InlineData("00000000000000000000000000000000", null)]
    [InlineData("order-17", null)]
    public void Write_Story_GivesTheTraceThatItHas(string correlation, string? trace)
    {
        var entry = Recorded(new JobCompleted(new("j-1"), 40, At), 9) with
        {
            Metadata = new EventMetadata(correlation), EventId = new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9),
        };
        using var message = JsonDocument.Parse(CloudEventWriter.Write(entry)!.Json);

        Assert.Equal(
            trace, message.RootElement.TryGetProperty("traceparent", out var found) ? found.GetString() : null);
        Assert.Equal(correlation, message.RootElement.GetProperty("correlationid").GetString());
    }

    [Fact]
    public void Write_LongReason_IsCutBetweenCharacters()
    {
        var reason = new string('x', PublicField.MaxText - 1) + "😀" + new string('y', 100);
        var entry = Recorded(new JobFailed(new("j-1"), "E", reason, At), 1);
        using var message = JsonDocument.Parse(CloudEventWriter.Write(entry)!.Json);

        Assert.Equal(
            new string('x', PublicField.MaxText - 1) + " …",
            message.RootElement.GetProperty("data").GetProperty("reason").GetString());
    }

    private static RecordedEvent Recorded(IEvent entry, long sequence) => new(
        sequence, new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)sequence), "stream-1", sequence,
        EventCatalog.NameOf(entry.GetType()), entry, At,
        new EventMetadata("0af7651916cd43dd8448eb211c80319c", "request/POST /v1/jobs", "anna"));

    private static bool Fits(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
