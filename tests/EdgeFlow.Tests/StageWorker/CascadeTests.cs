using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Hosting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

/// <summary>
/// Ledgers a → b → c and (a, b) → d with the sinks c and d under a hostile network: at each step a random message is
/// delivered, dropped, repeated or overtaken, and now and then a stage forgets everything, as after kill -9. When the
/// network is kind again every frame has its result from both sinks, none is missing, and every window is empty.
/// </summary>
public sealed class CascadeTests
{
    private const int Frames = 12;
    private static readonly string[] Names = ["a", "b", "c", "d"];

    private static readonly (string From, string To)[] Edges = [("a", "b"), ("b", "c"), ("b", "d"), ("a", "d")];

    [Fact]
    public void Cascade_AnyLossesRepeatsAndCrashes_GivesEveryFrameExactlyOnce() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 400).ToArbitrary(), choices =>
        {
            var net = new Net();
            foreach (var choice in choices)
            {
                net.Step(choice, hostile: true);
            }

            net.Settle();
            return net.Done.Order().SequenceEqual(Enumerable.Range(0, Frames).Select(i => (long)i)) && net.IsEmpty;
        }).QuickCheckThrowOnFailure();

    private sealed class Net
    {
        private readonly FlowLimits limits = new() { WindowFrames = 3 };
        private readonly Dictionary<string, FrameLedger> ledgers = [];
        private readonly Dictionary<(string From, string To), SortedSet<long>> windows = [];
        private readonly Dictionary<string, HashSet<long>> stored = new() { ["c"] = [], ["d"] = [] };

        public Net()
        {
            foreach (var name in Names)
            {
                Crash(name);
            }
        }

        /// <summary>Frames whose results both sinks have stored.</summary>
        public IReadOnlyList<long> Done => [.. stored["c"].Intersect(stored["d"])];

        public bool IsEmpty => windows.Values.All(window => window.Count == 0)
            && ledgers.Values.All(ledger => ledger.InFlight == 0);

        public void Step(int choice, bool hostile)
        {
            var name = Names[choice % 4];
            switch (choice / 4 % (hostile ? 16 : 12))
            {
                case < 3:
                    Make();
                    break;
                case < 6:
                    Compute(name);
                    break;
                case < 12:
                    Send(Edges[choice / 64 % 4], choice / 256, lost: hostile && choice / 1024 % 3 == 0);
                    break;
                case 12:
                    Crash(name);
                    break;
                default:
                    ledgers[name].Settle(Progress());
                    break;
            }
        }

        /// <summary>The network is kind: everything is sent and asked for until nothing moves any more.</summary>
        public void Settle()
        {
            for (var round = 0; round < 20 * Frames; round++)
            {
                Make();
                Array.ForEach(Names, Compute);
                for (var i = 0; i < Frames; i++)
                {
                    Array.ForEach(Edges, edge => Send(edge, i, lost: false));
                }

                foreach (var name in Names)
                {
                    ledgers[name].Settle(Progress());
                    foreach (var edge in Edges.Where(edge => edge.From == name))
                    {
                        windows[edge].RemoveWhere(Done.Contains);
                    }
                }
            }
        }

        private void Make()
        {
            var source = ledgers["a"];
            var id = source.FirstOpen(0);
            while (source.Knows(id))
            {
                id = source.FirstOpen(id + 1);
            }

            if (id < Frames && source.InFlight < limits.WindowFrames)
            {
                source.Offer("", new Frame(id, 0, []));
            }
        }

        private void Compute(string name)
        {
            var outputs = Edges.Where(edge => edge.From == name).ToList();
            var work = ledgers[name].TryTake(id => outputs.TrueForAll(
                edge => windows[edge].Count < limits.WindowFrames || id < windows[edge].Min));
            if (work is null || !ledgers[name].Produced(work.Id))
            {
                return;
            }

            if (outputs.Count == 0)
            {
                Assert.True(work.Inputs.Values.All(input => input.Id == work.Id));
                stored[name].Add(work.Id);
                ledgers[name].Acknowledged("", work.Id);
            }

            outputs.ForEach(edge => windows[edge].Add(work.Id));
        }

        /// <summary>
        /// Sends one frame of the window, any one, held or not; a lost one may have arrived all the same.
        /// </summary>
        private void Send((string From, string To) edge, int pick, bool lost)
        {
            if (windows[edge].Count == 0)
            {
                return;
            }

            var id = windows[edge].ElementAt(pick % windows[edge].Count);
            var status = ledgers[edge.To].Offer(edge.From, new Frame(id, 0, []));
            if (status == FlowStatus.Completed && !lost)
            {
                windows[edge].Remove(id);
                ledgers[edge.From].Acknowledged(edge.To, id);
            }
        }

        private void Crash(string name)
        {
            var inputs = Edges.Where(edge => edge.To == name).Select(edge => edge.From).DefaultIfEmpty("");
            var outputs = Edges.Where(edge => edge.From == name).Select(edge => edge.To).DefaultIfEmpty("");
            ledgers[name] = new FrameLedger([.. inputs], [.. outputs], limits);
            foreach (var edge in Edges.Where(edge => edge.From == name))
            {
                windows[edge] = [];
            }

            ledgers[name].Settle(Progress());
        }

        private ResultProgress Progress() => new(0, [.. Done.Order()]);
    }
}
