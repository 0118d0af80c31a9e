using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>The worlds that were asked for last: who moves along the history begins where he was. Bounded. Thread
/// safe.</summary>
internal sealed class RecentWorlds
{
    /// <summary>Most worlds kept. Neighbours share most of what they are made of.</summary>
    public const int MaxKept = 16;

    private readonly Lock one = new();
    private readonly LinkedList<WorldState> worlds = new();

    /// <summary>The newest kept world at a place or before it.</summary>
    public WorldState? Before(long sequence)
    {
        lock (one)
        {
            return worlds.Where(world => world.Sequence <= sequence).MaxBy(world => world.Sequence);
        }
    }

    /// <summary>Keeps a world; the one that was kept first goes.</summary>
    public void Keep(WorldState world)
    {
        lock (one)
        {
            if (worlds.All(known => known.Sequence != world.Sequence))
            {
                worlds.AddFirst(world);
            }

            if (worlds.Count > MaxKept)
            {
                worlds.RemoveLast();
            }
        }
    }
}
