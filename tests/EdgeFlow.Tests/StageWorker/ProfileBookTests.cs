using EdgeFlow.StageWorker.Profiling;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class ProfileBookTests
{
    private readonly ProfileBook book = new("x64-2core");

    [Fact]
    public void Due_AfterWarmUp_HasMedianAndTail()
    {
        Record(ProfileBook.WarmUp, 1000);
        Assert.Empty(book.Due());
        Record(19, 10);
        Record(1, 90);

        var profile = Assert.Single(book.Due());

        Assert.Equal(("hash", "x64-2core", 20), (profile.StageHash, profile.NodeKind, profile.Samples));
        Assert.Equal((10, 10, 500), (profile.MedianMs, profile.P95Ms, profile.OutputBytes));
    }

    [Fact]
    public void Due_ReportedProfile_ComesAgainOnlyWhenItsMedianMoves()
    {
        Record(ProfileBook.WarmUp + ProfileBook.Enough, 10);
        book.Reported(book.Due());
        Record(ProfileBook.Window, 11);
        Assert.Empty(book.Due());

        Record(ProfileBook.Window, 13);

        Assert.Equal(13, Assert.Single(book.Due()).MedianMs);
        book.Reported(book.Due());
        book.ReportAllAgain();
        Assert.Single(book.Due());
    }

    [Fact]
    public void Due_ModelOfTheSameNameHasOtherBytes_IsMeasuredAnew()
    {
        Record(ProfileBook.WarmUp + ProfileBook.Enough, 10, "one");
        book.Reported(book.Due());

        Record(ProfileBook.WarmUp + ProfileBook.Enough - 1, 10, "other");

        Assert.Empty(book.Due());
        Record(1, 10, "other");
        Assert.Equal("other", Assert.Single(book.Due()).ModelHash);
    }

    private void Record(int count, double ms, string? model = null)
    {
        for (var i = 0; i < count; i++)
        {
            book.Record("hash", model, TimeSpan.FromMilliseconds(ms), 500);
        }
    }
}
