using System.CommandLine;
using EdgeFlow.Cli;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Commands;

/// <summary>A mistyped command line is told in words of ours, with what was probably meant.</summary>
public sealed class MistypedLineTests
{
    [Theory]
    [InlineData("plan solv", "'solv': did you mean 'solve'?", "See 'edgeflow plan --help'.")]
    [InlineData("plan solve --netwrok n", "did you mean '--network'?", "See 'edgeflow plan solve --help'.")]
    [InlineData("plan solve --sever x", "'--sever': did you mean '--server'?", "See 'edgeflow plan solve --help'.")]
    [InlineData("plan solve --seed -1", "for option '--seed': write a whole number, 0 or more.", "--help'.")]
    [InlineData("plan solve --work many", "for option '--work': write a whole number.", "--help'.")]
    [InlineData("plan solve --part x", "for option '--part': write a number.", "--help'.")]
    public void Words_MistypedLine_SayWhatWasMeantWithoutTypeNames(string line, string words, string end)
    {
        var told = MistypedLine.Words(Root().Parse(line.Split(' ')));

        Assert.Contains(words, told, StringComparison.Ordinal);
        Assert.EndsWith(end, told, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", told, StringComparison.Ordinal);
    }

    private static RootCommand Root()
    {
        var solve = new Command("solve")
        {
            new Option<string>("--network"), new Option<ulong>("--seed"), new Option<long?>("--work"),
            new Option<double>("--part"),
        };
        solve.SetAction(_ => { });
        return new RootCommand { new Option<string>("--server") { Recursive = true }, new Command("plan") { solve } };
    }
}
