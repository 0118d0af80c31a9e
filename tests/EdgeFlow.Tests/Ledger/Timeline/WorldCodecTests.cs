using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;
using EdgeFlow.Tests.Ledger.World;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Timeline;

public class WorldCodecTests
{
    private static readonly Config Histories = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20261121, 7);

    [Fact]
    public void Read_WorldInTheMiddleOfAnyHistory_GoesOnAsIfItHadNeverBeenStored() => Check.One(
        Histories, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), (Action<int>)(seed =>
        {
            var events = InventedHistory.Of(seed, 60).Events;
            var half = WorldState.Empty.Apply(events.Take(seed % (events.Count + 1)));

            var read = Again(half);

            Assert.Equal(WorldText.Of(half), WorldText.Of(read));
            Assert.Equal(WorldText.Of(half.Apply(events)), WorldText.Of(read.Apply(events)));
        })));

    [Fact]
    public void Read_DamagedBytes_IsRefused()
    {
        var bytes = WorldCodec.Write(WorldState.Empty.Apply(InventedHistory.Of(1, 60).Events));
        bytes.AsSpan(bytes.Length / 2).Clear();

        Assert.Throws<InvalidDataException>(() => WorldCodec.Read(bytes));
    }

    private static WorldState Again(WorldState world) => WorldCodec.World(
        WorldCodec.Read(WorldCodec.Write(world)),
        (name, version) => world.Applications[name].Versions.GetRange(0, version)) with
    {
        // Only worlds that have begun are stored; the empty one has no time.
        At = world.At,
    };
}
