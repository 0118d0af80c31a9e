using EdgeFlow.StageWorker.Hosting;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class EpochFenceTests
{
    private readonly EpochFence fence = new(2);

    [Fact]
    public void Admit_OlderEpoch_IsRefusedAndNamesBoth()
    {
        fence.Admit("job", 4);
        fence.Admit("job", 4);

        var stale = Assert.Throws<StaleEpochException>(() => fence.Admit("job", 3));

        Assert.Equal("StaleEpoch", stale.ErrorType);
        Assert.Equal("Epoch 3 of job 'job' is older than epoch 4, which this node has seen.", stale.Message);
    }

    [Fact]
    public void Admit_EpochThatWasClosed_IsRefused()
    {
        fence.Close("job", 4);

        Assert.Throws<StaleEpochException>(() => fence.Admit("job", 4));
        fence.Admit("job", 5);
    }

    [Fact]
    public void Admit_MoreJobsThanRemembered_ForgetsTheLongestUnheard()
    {
        fence.Admit("a", 9);
        fence.Admit("b", 9);
        fence.Admit("a", 9);
        fence.Admit("c", 9);

        fence.Admit("b", 1);
        Assert.Throws<StaleEpochException>(() => fence.Admit("c", 1));
    }
}
