using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Plans;

/// <summary><c>edgeflow plan diff</c>: what moved between two plans, what it cost, and why.</summary>
internal static class DiffCommand
{
    private static readonly Argument<int> From = new("from") { Description = "A revision" };
    private static readonly Argument<int> To = new("to") { Description = "Another revision" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("diff", "Say what moved from one plan to another, what it cost, and why")
        {
            From, To,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var difference = await client.Get<PlanDifference>(
                FormattableString.Invariant($"/v1/plans/{parsed.GetValue(From)}/diff/{parsed.GetValue(To)}"), cancel);
            ExplainCommand.Print(parsed, difference, difference.Words);
        });
        return command;
    }
}
