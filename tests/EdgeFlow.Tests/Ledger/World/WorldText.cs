using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Tests.Ledger.World;

/// <summary>A world as text, so that two can be compared.</summary>
internal static class WorldText
{
    public static string Of(WorldState world) => JsonSerializer.Serialize(
        new
        {
            world.Sequence,
            world.At,
            Applications = world.Applications.Values.Select(
                known => new { known.State, Manifests = known.Versions.Select(v => $"{v.Version} {v.Manifest}") }),
            Jobs = world.Jobs.Values,
            Nodes = world.Nodes.Values,
            Links = world.Links.Values,
            world.Plan,
            world.Ended,
            world.Settings,
            world.Started,
        },
        DomainJson.Options);
}
