using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Serialization;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>Every event has a stored name and a stored sample that stays readable.</summary>
public class EventCatalogTests
{
    private static readonly JsonSerializerOptions Indented = new(DomainJson.Options) { WriteIndented = true };

    public static TheoryData<string> Names => [.. EventCatalog.All.Select(entry => entry.Name)];

    [Fact]
    public void All_EventTypes_AreListedOnce()
    {
        var types = typeof(IEvent).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IEvent)) && type.IsClass);

        Assert.Equal(Sorted(types), Sorted(EventCatalog.All.Select(entry => entry.Type)));
        Assert.Equal(EventCatalog.All.Length, EventCatalog.All.Select(entry => entry.Name).Distinct().Count());
        Assert.Equal(Sorted(EventExamples.All.Select(example => example.GetType())), Sorted(types));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_OfAType_LeadBackToIt(string name)
    {
        var type = EventCatalog.TypeOf(name);

        Assert.NotNull(type);
        Assert.Equal(name, EventCatalog.NameOf(type));
    }

    [Fact]
    public void Names_Unknown_HaveNoType()
    {
        Assert.Null(EventCatalog.TypeOf("job_exploded"));
        Assert.Throws<ArgumentException>(() => EventCatalog.NameOf(typeof(string)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sample_ReadAndWritten_IsTheSame(string name)
    {
        var type = EventCatalog.TypeOf(name)!;
        var example = EventExamples.All.Single(item => item.GetType() == type);
        var file = Path.Combine(Folder(), "Samples", $"{name}.json");
        if (Environment.GetEnvironmentVariable("EDGEFLOW_ACCEPT") == "1")
        {
            File.WriteAllText(file, JsonSerializer.Serialize(example, type, Indented) + "\n");
        }

        var stored = File.ReadAllText(file);
        var again = DomainJson.Write(DomainJson.Read(type, stored));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(again)), again);
        Assert.Equal(DomainJson.Write(example), again);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sample_WithoutAField_IsRefused(string name)
    {
        var type = EventCatalog.TypeOf(name)!;
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), "Samples", $"{name}.json")))!.AsObject();
        json.Remove("occurredAt");

        Assert.Throws<JsonException>(() => DomainJson.Read(type, json.ToJsonString()));
    }

    private static IEnumerable<string> Sorted(IEnumerable<Type> types) => types.Select(type => type.Name).Order();

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
