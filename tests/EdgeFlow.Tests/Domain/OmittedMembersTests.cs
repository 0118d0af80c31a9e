using System.Reflection;
using System.Text.Json.Serialization;
using EdgeFlow.Domain;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>What a writer may leave out a reader must be able to miss: else one event stops everything.</summary>
public class OmittedMembersTests
{
    private static readonly Assembly[] Rooms = [typeof(IEvent).Assembly, typeof(NetworkSnapshot).Assembly];

    public static TheoryData<string> Records =>
        [.. from room in Rooms from type in room.GetTypes() where Omitted(type).Any() select type.FullName!];

    [Theory]
    [MemberData(nameof(Records))]
    public void Member_ThatIsLeftOutWhenEmpty_HasADefault(string record)
    {
        var type = Rooms.Select(room => room.GetType(record)).Single(found => found is not null)!;

        Assert.Empty(
            from parameter in type.GetConstructors().SelectMany(made => made.GetParameters())
            where Omitted(type).Contains(parameter.Name) && !parameter.HasDefaultValue
            select parameter.Name);
    }

    private static IEnumerable<string> Omitted(Type type) =>
        from property in type.GetProperties()
        where property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: not JsonIgnoreCondition.Always }
        select property.Name;
}
