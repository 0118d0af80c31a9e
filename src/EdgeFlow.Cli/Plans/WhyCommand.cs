using System.CommandLine;
using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Plans;

/// <summary><c>edgeflow why</c>: one place for all questions of why and why not.</summary>
internal static class WhyCommand
{
    private static readonly Argument<string> Job = new("job") { Description = "A job" };
    private static readonly Argument<string> Task = new("task") { Description = "One of its tasks" };
    private static readonly Argument<string> Node = new("node") { Description = "A node" };

    private static readonly Option<string?> On = new("--on")
    {
        Description = "Why not on this node: solved with the task forced there, and what gets worse",
    };

    private static readonly Option<int?> Revision = new("--revision")
    {
        Description = "Under this past plan, not the one in force",
    };

    /// <summary>The command.</summary>
    public static Command Make() => new("why", "Say why something is as it is, and why it is not otherwise")
    {
        OfJob(), OfTask(), OfRate(), OfNode(),
    };

    private static Command OfJob()
    {
        var command = new Command("job", "Why a job is where it is, or why it waits") { Job, Revision };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var its = await client.Get<JobExplanation>($"{PathOf(parsed)}/explanation", cancel);
            ExplainCommand.Print(parsed, its, its.Words);
        });
        return command;
    }

    private static Command OfTask()
    {
        var command = new Command("task", "Why a task is on its node, or with --on why it is not on another")
        {
            Job, Task, On, Revision,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var task = parsed.GetValue(Task)!;
            if (parsed.GetValue(On) is { } node)
            {
                var answer = await client.Get<WhyNotAnswer>(
                    $"{PathOf(parsed)}/why-not?task={Uri.EscapeDataString(task)}&node={Uri.EscapeDataString(node)}",
                    cancel);
                ExplainCommand.Print(parsed, answer, answer.Words);
                return;
            }

            var its = await client.Get<JobExplanation>($"{PathOf(parsed)}/explanation", cancel);
            var found = its.Tasks.FirstOrDefault(known => known.Task == task) ?? throw new UserErrorException(
                $"the job '{its.Job}' has no task '{task}'; "
                + $"it has {string.Join(", ", its.Tasks.Select(known => known.Task))}.");
            var waits = found.Node is null ? its.Words.Take(1) : [];
            string[] decided = its.Decided is null ? [] : [its.Decided];
            ExplainCommand.Print(parsed, found, [.. waits, .. found.Words, .. decided]);
        });
        return command;
    }

    private static Command OfRate()
    {
        var command = new Command("rate", "Why a job has its rate: what limits it, its price, what would raise it")
        {
            Job, Revision,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var its = await client.Get<RateExplanation>($"{PathOf(parsed)}/rate", cancel);
            ExplainCommand.Print(parsed, its, its.Words);
        });
        return command;
    }

    private static Command OfNode()
    {
        var command = new Command("node", "Why a node was given up: the heartbeats that were missing") { Node };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var its = await client.Get<NodeExplanation>(
                $"/v1/nodes/{Uri.EscapeDataString(parsed.GetValue(Node)!)}/why", cancel);
            ExplainCommand.Print(parsed, its, its.Words);
        });
        return command;
    }

    private static string PathOf(ParseResult parsed)
    {
        var plan = parsed.GetValue(Revision)?.ToString(CultureInfo.InvariantCulture) ?? "current";
        return $"/v1/plans/{plan}/jobs/{Uri.EscapeDataString(parsed.GetValue(Job)!)}";
    }
}
