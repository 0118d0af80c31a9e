using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>The worlds that were asked for last: who moves along the history begins where he was. Kept for a short
/// time, for events may be archived under them. Bounded. Thread safe.</summary>
internal sealed class RecentWorlds(TimeProvider time)
{
    /// <summary>How long a world is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    /// <summary>Most worlds kept. Neighbours share most of what they are made of.</summary>
    public const int MaxKept = 16;

    private readonly Lock one = new();
    private readonly LinkedList<(WorldState World, long Since)> worlds = new();

    /// <summary>The newest kept world at a place or before it.</summary>
    public WorldState? Before(long sequence)
    {
        lock (one)
        {
            return worlds.Where(kept => kept.World.Sequence <= sequence && time.GetElapsedTime(kept.Since) < KeptFor)
                .Select(kept => kept.World).MaxBy(world => world.Sequence);
        }
    }

    /// <summary>Keeps a world; the one that was kept first goes.</summary>
    public void Keep(WorldState world)
    {
        lock (one)
        {
            worlds.AddFirst((world, time.GetTimestamp()));

            if (worlds.Count > MaxKept)
            {
                worlds.RemoveLast();
            }
        }
    }
}
