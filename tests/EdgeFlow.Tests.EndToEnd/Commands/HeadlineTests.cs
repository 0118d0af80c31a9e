using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol.Jobs;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Commands;

public class HeadlineTests
{
    private static readonly JobView Running = new(
        "lane-7", "lanes", 2, "stream", JobStatus.Running, null, null, 5, 50, DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch, null, 12, 0, null, null, 9);

    [Fact]
    public void Headline_RunningStream_SaysWhatIsPlanned() => Assert.Contains(
        "is running; plan epoch 5, planned 12 frames/s", JobPrinter.Headline(Running), Ordinary);

    [Fact]
    public void Headline_EndedStream_SaysWhatWasPlannedLast() => Assert.Contains(
        "is completed; plan epoch 5, last planned 12 frames/s",
        JobPrinter.Headline(Running with { Status = JobStatus.Completed, EndedAt = DateTimeOffset.UnixEpoch }),
        Ordinary);

    [Fact]
    public void Headline_StreamThatWasNeverPlanned_NamesNoRate() => Assert.DoesNotContain(
        "frames/s", JobPrinter.Headline(Running with { Epoch = 0, PlannedRate = 0 }), Ordinary);

    private static StringComparison Ordinary => StringComparison.OrdinalIgnoreCase;
}
