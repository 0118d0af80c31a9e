using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Control.Database;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore.Registry;
using Xunit;

namespace EdgeFlow.Tests.Ledger.OldEvents;

/// <summary>What was ever written stays readable: every event has samples, of each of its shapes, that never
/// change.</summary>
public sealed class OldEventTests
{
    private static readonly EventRegistry Registry = ControlDatabase.Registry();

    public static TheoryData<string> Files => [.. EventSamples.Files];

    public static TheoryData<string> Names => [.. EventCatalog.All.Select(entry => entry.Name)];

    [Fact]
    public void Samples_Stored_AreNeverChangedOrRemoved()
    {
        var known = File.ReadAllLines(EventSamples.Manifest);
        var files = known.Select(line => line.Split(' ')[1]).ToList();
        var added = EventSamples.Files.Except(files).ToList();
        if (Environment.GetEnvironmentVariable("EDGEFLOW_ACCEPT") == "1")
        {
            var lines = EventSamples.Lines([.. files, .. added]).ToList();
            Assert.Equal(known, lines.Take(known.Length));
            File.WriteAllText(EventSamples.Manifest, string.Concat(lines.Select(line => line + "\n")));
            return;
        }

        Assert.Empty(files.Except(EventSamples.Files));
        Assert.Equal(known, EventSamples.Lines(files));
        Assert.True(added.Count == 0, $"EDGEFLOW_ACCEPT=1 adds to the manifest: {string.Join(", ", added)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_OfAnEvent_ShowEveryMemberThatItCanHave(string name)
    {
        var shown = EventSamples.Files.Where(file => EventSamples.NameOf(file) == name)
            .SelectMany(file => Shown(JsonNode.Parse(EventSamples.Read(file)), "")).ToHashSet();

        Assert.NotEmpty(shown);
        var missing = Members(EventCatalog.TypeOf(name)!, "").Except(shown);
        Assert.True(
            !missing.Any(),
            $"Add a sample {name}.NNNN.json, the next number, with: {string.Join(", ", missing)}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Sample_OfAnyAge_IsReadWholeByThisVersion(string file)
    {
        var stored = EventSamples.Read(file);
        var name = EventSamples.NameOf(file);

        var read = Registry.Read(name, stored);

        Assert.IsNotType<UnknownEvent>(read);
        if (EventCatalog.TypeOf(name) is not null)
        {
            // What an upcaster makes is another shape; everything else is kept to the last member.
            var again = JsonNode.Parse(Registry.Write(read).Data.ToString());
            Assert.Empty(Values(JsonNode.Parse(stored), "").Except(Values(again, "")));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Sample_WithAMemberOfTomorrow_IsStillRead(string file)
    {
        var newer = JsonNode.Parse(EventSamples.Read(file))!.AsObject();
        newer["ofTomorrow"] = new JsonObject { ["x"] = 1 };

        Assert.Equal(
            Registry.Write(Registry.Read(EventSamples.NameOf(file), EventSamples.Read(file))).Data.ToString(),
            Registry.Write(Registry.Read(EventSamples.NameOf(file), newer.ToJsonString())).Data.ToString());
    }

    private static IEnumerable<string> Members(Type type, string path)
    {
        var info = DomainJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => info.Properties.Where(member => member.Get is not null).SelectMany(
                member => Members(member.PropertyType, $"{path}/{member.Name}").Prepend($"{path}/{member.Name}")),
            JsonTypeInfoKind.Enumerable => Members(info.ElementType!, path),
            _ => [],
        };
    }

    private static IEnumerable<string> Shown(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(
            member => Shown(member.Value, $"{path}/{member.Key}").Prepend($"{path}/{member.Key}")),
        JsonArray items => items.SelectMany(item => Shown(item, path)),
        _ => [],
    };

    private static IEnumerable<string> Values(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value, $"{path}/{member.Key}")),
        JsonArray items => items.SelectMany((item, i) => Values(item, $"{path}/{i}")),
        null => [],
        _ => [$"{path} = {node.ToJsonString()}"],
    };
}
