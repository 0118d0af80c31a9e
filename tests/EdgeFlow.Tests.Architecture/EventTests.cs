using Xunit;
using System.Runtime.CompilerServices;
using EdgeFlow.Domain;

namespace EdgeFlow.Tests.Architecture;

/// <summary>
/// Events are immutable, sealed, top-level records, and every type has a stored sample that must stay readable.
/// </summary>
public class EventTests
{
    public static TheoryData<Type> EventTypes => [.. typeof(IEvent).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IEvent)) && !type.IsInterface)
        .OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Event_Type_IsSealedTopLevelAndImmutable(Type type)
    {
        Assert.True(type.IsSealed, $"{type} is not sealed.");
        Assert.False(type.IsNested, $"{type} is nested.");
        var settable = type.GetProperties().Where(property => property.SetMethod is { } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));
        Assert.Empty(settable.Select(property => property.Name));
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Event_Type_SaysWhenItHappened(Type type) =>
        Assert.Equal(typeof(DateTimeOffset), type.GetProperty("OccurredAt")?.PropertyType);

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Event_Type_HasAStoredSample(Type type)
    {
        var words = type.Name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : $"{c}");
        var name = string.Concat(words).ToLowerInvariant();
        var sample = Path.Combine(Repository.Root, "tests/EdgeFlow.Tests/Domain/Samples", name + ".json");

        Assert.True(File.Exists(sample), $"{sample} is missing: store one JSON sample of {type.Name}.");
    }
}
