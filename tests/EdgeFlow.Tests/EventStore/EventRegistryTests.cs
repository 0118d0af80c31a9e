using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Registry;
using Xunit;

namespace EdgeFlow.Tests.EventStore;

public sealed record SeatTaken(string Seat, string Guest) : IEvent;

public sealed record WorkNoted(JobId Job, WorkUnits Work, IReadOnlyDictionary<JobId, Bytes> Sizes) : IEvent;

public sealed class EventRegistryTests
{
    [Theory]
    [InlineData("JobSubmitted", "job_submitted")]
    [InlineData("LinkDegraded2", "link_degraded2")]
    [InlineData("HTTPRequestSeen", "http_request_seen")]
    [InlineData("Seen", "seen")]
    public void SnakeCase_PascalName_IsMartensName(string name, string expected) =>
        Assert.Equal(expected, EventName.SnakeCase(name));

    [Fact]
    public void Write_ThenRead_GivesTheSameEvent()
    {
        var registry = new EventRegistry().Register<SeatTaken>();
        var stored = registry.Write(new SeatTaken("4A", "Ann"));
        Assert.Equal("seat_taken", stored.EventType);
        Assert.Equal("EdgeFlow.Tests.EventStore.SeatTaken, EdgeFlow.Tests", stored.DotNetType);
        Assert.Equal(new SeatTaken("4A", "Ann"), registry.Read(stored.EventType, stored.Data.ToString()));
    }

    [Fact]
    public void Write_IdsAndUnits_AreTheirValuesAlsoAsKeys()
    {
        var registry = new EventRegistry().Register<WorkNoted>();
        var noted = new WorkNoted(
            new JobId("j1"), new WorkUnits(2.5), new Dictionary<JobId, Bytes> { [new JobId("j2")] = new Bytes(7) });
        var json = registry.Write(noted).Data.ToString();
        Assert.Equal("""{"Job": "j1", "Work": 2.5, "Sizes": {"j2": 7}}""", json);
        var read = Assert.IsType<WorkNoted>(registry.Read("work_noted", json));
        Assert.Equal((noted.Job, noted.Work), (read.Job, read.Work));
        Assert.Equal(noted.Sizes, read.Sizes);
    }

    [Fact]
    public void Read_OldNamesAndOldShapes_AreChainedToTheRecord()
    {
        var registry = new EventRegistry()
            .Register<SeatTaken>()
            .Upcast("seat_booked", "seat_reserved", node => Move(node, "Place", "Seat"))
            .Upcast("seat_reserved", "seat_taken", node => Move(node, "Name", "Guest"))
            .Reshape("seat_taken", node =>
            {
                node["Seat"] = node["Seat"]!.GetValue<string>().ToUpperInvariant();
                return node;
            });
        var expected = new SeatTaken("4A", "Ann");
        Assert.Equal(expected, registry.Read("seat_booked", """{"Place":"4a","Name":"Ann"}"""));
        Assert.Equal(expected, registry.Read("seat_reserved", """{"Seat":"4a","Name":"Ann"}"""));
        Assert.Equal(expected, registry.Read("seat_taken", """{"Seat":"4A","Guest":"Ann"}"""));
    }

    [Fact]
    public void Read_UnknownName_IsKeptAsItIs() =>
        Assert.Equal(new UnknownEvent("new_thing", "{}"), new EventRegistry().Read("new_thing", "{}"));

    [Fact]
    public void Read_DataThatDoesNotFit_NamesTheEventType()
    {
        var registry = new EventRegistry().Register<SeatTaken>();
        var refused = Assert.Throws<JsonException>(() => registry.Read("seat_taken", """{"Seat":7}"""));
        Assert.Contains("seat_taken", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TypeNotRegistered_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new EventRegistry().Write(new SeatTaken("4A", "Ann")));

    [Fact]
    public void Upcast_ThatWouldNeverEnd_IsRefused()
    {
        var registry = new EventRegistry().Upcast("a", "b", node => node).Upcast("b", "c", node => node);
        Assert.Throws<InvalidOperationException>(() => registry.Upcast("c", "a", node => node));
        Assert.Throws<InvalidOperationException>(() => registry.Upcast("d", "d", node => node));
    }

    [Fact]
    public void Register_NameTaken_IsRefused()
    {
        var registry = new EventRegistry().Register<SeatTaken>().Upcast("old", "seat_taken", node => node);
        Assert.Throws<InvalidOperationException>(() => registry.Register<WorkNoted>("seat_taken"));
        Assert.Throws<InvalidOperationException>(() => registry.Register<WorkNoted>("old"));
    }

    private static JsonNode Move(JsonNode node, string from, string to)
    {
        var value = node[from];
        node.AsObject().Remove(from);
        node[to] = value;
        return node;
    }
}
