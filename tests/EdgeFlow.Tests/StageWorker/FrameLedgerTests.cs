using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker.Hosting;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class FrameLedgerTests
{
    private static readonly FlowLimits Limits = new() { WindowFrames = 2, WindowBytes = 1000 };

    private readonly FrameLedger ledger = new(["x", "y"], ["p", "q"], Limits);

    [Fact]
    public void TryTake_InputsOfOneFrameOutOfOrder_AreJoinedById()
    {
        ledger.Offer("x", Of(1));
        ledger.Offer("y", Of(0));
        Assert.Null(ledger.TryTake(_ => true));

        ledger.Offer("y", Of(1));

        var work = ledger.TryTake(_ => true);
        Assert.Equal(1, work!.Id);
        Assert.Equal(["x", "y"], work.Inputs.Keys.Order());
    }

    [Fact]
    public void Offer_FrameThatIsThereOrDone_IsHeldOrCompletedAndRunsOnce()
    {
        ledger.Offer("x", Of(0));
        Assert.Equal(FlowStatus.Held, ledger.Offer("x", Of(0)));
        ledger.Offer("y", Of(0));
        ledger.TryTake(_ => true);
        Assert.Equal(FlowStatus.Held, ledger.Offer("x", Of(0)));
        ledger.Produced(0);
        ledger.Acknowledged("p", 0);
        ledger.Acknowledged("q", 0);

        Assert.Equal(FlowStatus.Completed, ledger.Offer("x", Of(0)));
        Assert.Null(ledger.TryTake(_ => true));
        Assert.Equal(0, ledger.InFlight);
    }

    [Fact]
    public void Acknowledged_OneOfTwoConsumers_DoesNotCompleteTheFrame()
    {
        ledger.Offer("x", Of(0));
        ledger.Offer("y", Of(0));
        ledger.TryTake(_ => true);
        ledger.Produced(0);

        Assert.False(ledger.Acknowledged("p", 0));
        Assert.False(ledger.Acknowledged("p", 0));
        Assert.True(ledger.Acknowledged("q", 0));
    }

    [Fact]
    public void Offer_MoreThanTheWindow_IsFullButTheOldestFrameHasRoom()
    {
        ledger.Offer("x", Of(5));
        ledger.Offer("x", Of(6));

        Assert.Equal(FlowStatus.Full, ledger.Offer("x", Of(7)));
        Assert.Equal(FlowStatus.Held, ledger.Offer("x", Of(4)));
        Assert.Equal(FlowStatus.Held, ledger.Offer("y", Of(7)));
        Assert.Equal(FlowStatus.NotHosted, ledger.Offer("z", Of(4)));
    }

    [Fact]
    public void Settle_FramesWithStoredResults_AreCompletedWhereverTheyAre()
    {
        ledger.Offer("x", Of(0));
        ledger.Offer("x", Of(1));
        ledger.Offer("y", Of(1));
        ledger.TryTake(_ => true);

        var settled = ledger.Settle(new ResultProgress(1, [1, 9]));

        Assert.Equal([0L], settled);
        Assert.False(ledger.Produced(1));
        Assert.Equal(0, ledger.InFlight);
        Assert.Equal(FlowStatus.Completed, ledger.Offer("y", Of(1)));
        Assert.Equal(FlowStatus.Completed, ledger.Offer("y", Of(9)));
    }

    [Fact]
    public void TryTake_NoRoomForTheOldest_GivesNothing()
    {
        ledger.Offer("x", Of(3));
        ledger.Offer("y", Of(3));

        Assert.Null(ledger.TryTake(_ => false));
        Assert.Equal(3, ledger.TryTake(_ => true)!.Id);
    }

    private static Frame Of(long id) => new(id, 0, [new FramePart("a", "text/plain", new byte[10])]);
}
