using System.CommandLine;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Plans;

/// <summary><c>edgeflow plan explain</c> and <c>edgeflow plan why-not</c>: the planner's reasons in plain
/// words.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Job = new("job") { Description = "A job that has not ended" };
    private static readonly Argument<string> Task = new("task") { Description = "One of its tasks" };
    private static readonly Argument<string> Node = new("node") { Description = "The node asked about" };

    /// <summary><c>explain JOB</c>.</summary>
    public static Command Explain()
    {
        var command = new Command("explain", "Say why a job is where it is, or waits, and what limits it") { Job };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var explanation = await client.Get<JobExplanation>(
                $"{PathOf(parsed.GetValue(Job)!)}/explanation", cancel);
            Print(parsed, explanation, explanation.Words);
        });
        return command;
    }

    /// <summary><c>why-not JOB TASK NODE</c>.</summary>
    public static Command WhyNot()
    {
        var command = new Command("why-not", "Say why a task is not on a node, and what would get worse there")
        {
            Job, Task, Node,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var (task, node) = (parsed.GetValue(Task)!, parsed.GetValue(Node)!);
            var answer = await client.Get<WhyNotAnswer>(
                $"{PathOf(parsed.GetValue(Job)!)}/why-not?task={Uri.EscapeDataString(task)}"
                + $"&node={Uri.EscapeDataString(node)}",
                cancel);
            Print(parsed, answer, answer.Words);
        });
        return command;
    }

    private static string PathOf(string job) => $"/v1/plans/current/jobs/{Uri.EscapeDataString(job)}";

    /// <summary>Prints an answer: its sentences, or all of it as a document.</summary>
    public static void Print<T>(ParseResult parsed, T document, IReadOnlyList<string> words)
    {
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, document);
            return;
        }

        foreach (var sentence in words)
        {
            Console.WriteLine(sentence);
        }
    }
}
