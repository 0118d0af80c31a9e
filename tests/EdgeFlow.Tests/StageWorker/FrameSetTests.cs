using EdgeFlow.StageWorker.Hosting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class FrameSetTests
{
    [Fact]
    public void Add_AnyIdsInAnyOrder_BehavesLikeASet() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 40)).ToArbitrary(), Gen.Choose(0, 20).ToArbitrary(), (ids, below) =>
        {
            var set = new FrameSet();
            var model = new HashSet<long>(Enumerable.Range(0, below).Select(i => (long)i));
            set.AddBelow(below);
            foreach (var id in ids)
            {
                set.Add(id);
                model.Add(id);
            }

            var runs = model.Count(id => !model.Contains(id - 1));
            return Enumerable.Range(0, 45).All(id => set.Contains(id) == model.Contains(id))
                && Enumerable.Range(0, 45).All(id => set.FirstMissing(id) == FirstMissing(model, id))
                && set.Ranges == runs;
        }).QuickCheckThrowOnFailure();

    private static long FirstMissing(HashSet<long> model, long id)
    {
        while (model.Contains(id))
        {
            id++;
        }

        return id;
    }
}
