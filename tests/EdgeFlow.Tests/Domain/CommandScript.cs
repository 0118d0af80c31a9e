using EdgeFlow.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeFlow.Tests.Domain;

/// <summary>Random sequences of commands, each made from one number, so that a failing sequence shrinks.</summary>
internal static class CommandScript
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int Largest = 1_000_000;

    /// <summary>Checks a property of sequences of numbers, about three hundred times.</summary>
    public static void Check(Action<int[]> property)
    {
        var shrink = ArbMap.Default.ArbFor<int[]>();
        var numbers = Arb.From(
            Gen.Choose(0, Largest).ArrayOf(),
            seeds => shrink.Shrinker(seeds).Where(smaller => smaller.All(seed => seed >= 0)));
        var config = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120);
        Prop.ForAll(numbers, seeds => property(seeds)).Check(config);
    }

    /// <summary>The events of a decision; none when it is a rejection.</summary>
    public static IReadOnlyList<IEvent> EventsOf(Decision decision) =>
        decision is Accepted accepted ? accepted.Events : [];

    /// <summary>Takes one choice out of a number.</summary>
    public static int Take(ref int seed, int choices)
    {
        var choice = seed % choices;
        seed /= choices;
        return choice;
    }
}
