using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Commands;

/// <summary>Every command says what it does.</summary>
public class HelpTests
{
    [Theory]
    [InlineData("submit", "--mode")]
    [InlineData("get jobs", "--output")]
    [InlineData("watch", "<job>")]
    [InlineData("logs", "--errors")]
    [InlineData("history", "--follow")]
    [InlineData("history", "--correlation")]
    [InlineData("replay", "--speed")]
    [InlineData("replay workflow", "--file")]
    [InlineData("cancel", "<job>")]
    [InlineData("plan show", "<subject>")]
    [InlineData("plan verify", "--since")]
    [InlineData("plan diff", "<from>")]
    [InlineData("plan solve", "64 MiB and 4000000 values")]
    [InlineData("plan bound", "--plan")]
    [InlineData("get solves", "--outcome")]
    [InlineData("why job", "--revision")]
    [InlineData("why task", "--on")]
    [InlineData("why rate", "--revision")]
    [InlineData("why node", "<node>")]
    [InlineData("link declare", "--delay")]
    [InlineData("drain", "--reason")]
    [InlineData("serve", "--listen")]
    [InlineData("node", "--cpu")]
    [InlineData("dev", "--port")]
    [InlineData("demo", "--frames")]
    public async Task Help_OfEachCommand_NamesItsOptions(string command, string expected)
    {
        var (exitCode, output, _) = await CommandLine.Run([.. command.Split(' '), "--help"]);

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output);
    }

    [Fact]
    public async Task Get_NoControlPlane_SaysWhatToDo()
    {
        var (exitCode, _, error) = await CommandLine.Run("get", "jobs", "--server", "http://127.0.0.1:1");

        Assert.Equal(1, exitCode);
        Assert.Contains("no control plane answers at http://127.0.0.1:1", error);
        Assert.Contains("edgeflow dev", error);
    }
}
