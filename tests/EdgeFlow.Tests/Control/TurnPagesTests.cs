using System.Text.Json;
using EdgeFlow.Control.Directives;
using EdgeFlow.Control.Runs;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class TurnPagesTests
{
    [Fact]
    public void Pages_OfAnyTurn_HoldEachTaskOnceInOrderWithinTheLimit() => Prop.ForAll(
        Gen.Choose(0, 60_000).ListOf().ToArbitrary(),
        sizes =>
        {
            var tasks = sizes.Select((size, at) => Task($"t-{at}", size)).ToList();
            var pages = Pages(new JobTurn("j", JobTurnState.Run, 3, "Planned", false, [], tasks));

            Assert.Equal(tasks, pages.SelectMany(page => page.Tasks));
            Assert.All(pages, page => Assert.True(page.Tasks.Count <= 1 || Bytes(page) <= DirectiveLimits.MaxBytes));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pages_OneDirectiveLargerThanAPage_IsAPageByItself()
    {
        NodeHosting[] hosts = [Host("a", 1), Host("b", 2 * DirectiveLimits.MaxBytes), Host("c", 1)];

        var pages = Pages(new JobTurn("j", JobTurnState.Run, 3, "Planned", true, hosts, []));

        Assert.Equal(["a", "b", "c"], pages.Select(page => Assert.Single(page.Hosts).Node));
    }

    [Fact]
    public void Page_OneDirectiveBeyondAllLimits_IsImpossibleAndNamesTheLimit()
    {
        var turn = new JobTurn(
            "j", JobTurnState.Run, 3, "Planned", true, [Host("a", DirectiveLimits.MaxDirectiveBytes)], []);

        var page = TurnPages.Page(turn, 0);

        Assert.Equal(JobTurnState.Impossible, page.State);
        Assert.Contains($"at most {DirectiveLimits.MaxDirectiveBytes}", page.Status, StringComparison.Ordinal);
    }

    private static List<JobTurn> Pages(JobTurn turn)
    {
        var pages = new List<JobTurn> { TurnPages.Page(turn, 0) };
        while (pages[^1].More > 0)
        {
            pages.Add(TurnPages.Page(turn, pages[^1].More));
        }

        return pages;
    }

    private static TaskTurn Task(string task, int bytes) => new(
        "a", "http://a", new TaskDirective(
            "j", 3, task, 1, "pass", null, new string('x', bytes), "hash", [], null, false, 1000), [], null);

    private static NodeHosting Host(string node, int bytes) => new(node, new HostDirective("j", 3,
        [new HostedTask("t", "pass", null, new string('x', bytes), "hash", [], [], null, 0, 1, 0, 1000)], []));

    private static int Bytes(JobTurn turn) =>
        JsonSerializer.SerializeToUtf8Bytes(turn, ProtocolJson.Options).Length;
}
