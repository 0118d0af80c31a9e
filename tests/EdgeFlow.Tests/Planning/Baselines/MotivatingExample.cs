using EdgeFlow.Planning.Snapshots;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning.Baselines;

/// <summary>Fig. 3.2 of the thesis with the numbers that its rates force (ents.md §1.7): path capacities 10 and 6, e1
/// of
/// speed 200, C_a = 5, five tasks of 10, D_ac = 2, D_ab = 1, input 5 at e4.</summary>
internal static class MotivatingExample
{
    public static NetworkSnapshot Snapshot { get; } = Scene.Snapshot(
        [Node("e1", 200, 11), Node("e2", 20, 3), Node("e3", 20, 3), Node("e4", 20, 3), Node("e5", 20, 3)],
        [Link("e4", "e2", 10), Link("e2", "e1", 10), Link("e4", "e3", 6), Link("e3", "e1", 6), Link("e5", "e1", 4)],
        Job(
            "j", Stream(),
            [
                Task("a", 5, memory: 1), Task("b", 10, memory: 2), Task("c", 10, memory: 2), Task("d", 10, memory: 2),
                Task("e", 10, memory: 2), Task("f", 10, memory: 2), Task("source", 0, pin: "e4"),
            ],
            Flow("source", "a", 5), Flow("a", "b", 1), Flow("a", "c", 2), Flow("b", "d", 1), Flow("c", "d", 1),
            Flow("d", "e", 1), Flow("e", "f", 1)));
}
