using System.CommandLine;
using System.Globalization;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Output;
using EdgeFlow.Experiments.Plans;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Cli.Plans;

/// <summary><c>edgeflow plan</c>: what was decided, and why.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string> Subject = new("subject") { Description = "A job's name, or a revision" };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("plan", "Show what was decided, and why; plan from files")
        {
            Show(), VerifyCommand.Make(), DiffCommand.Make(), ExplainCommand.Explain(), ExplainCommand.WhyNot(),
        };
        foreach (var part in PlanCommands.Make(Printer.ForExperiments))
        {
            command.Add(part);
        }

        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Show the plan of a job, or a revision") { Subject };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.Client();
            var subject = parsed.GetValue(Subject)!;
            var plan = await Find(client, subject, cancel);
            if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
            {
                Printer.PrintDocument(format, plan);
                return;
            }

            Print(plan, int.TryParse(subject, out _) ? null : subject);
        });
        return command;
    }

    private static async Task<PlanView> Find(EdgeFlowClient client, string subject, CancellationToken cancel)
    {
        if (int.TryParse(subject, out var revision))
        {
            return await client.Get<PlanView>($"/v1/plans/{revision}", cancel);
        }

        var job = await client.Get<JobView>($"/v1/jobs/{Uri.EscapeDataString(subject)}", cancel);
        return job.Epoch == 0
            ? throw new UserErrorException($"no plan has placed {subject} yet: it is {job.Status}. {job.Reason}")
            : await client.Get<PlanView>($"/v1/plans/{job.Epoch}", cancel);
    }

    private static void Print(PlanView plan, string? only)
    {
        Console.WriteLine($"plan {plan.Revision} (parent {plan.Parent}), adopted {Units.Time(plan.AdoptedAt)} "
            + $"because {plan.Trigger}");
        Console.WriteLine($"policy {plan.Policy}, seed {plan.Seed}, objective {Units.Number(plan.Objective, 3)}"
            + (plan.Bound is { } bound ? $", at most {Units.Number(bound, 3)} is possible" : "")
            + (plan.Gap is { } gap ? string.Create(CultureInfo.InvariantCulture, $" ({gap:P1} is missing)") : "")
            + $", snapshot {plan.SnapshotHash[..12]}");
        foreach (var reason in plan.Reasons)
        {
            Console.WriteLine($"  {reason}");
        }

        foreach (var job in plan.Jobs.Where(job => only is null || job.Job == only))
        {
            Print(job);
        }
    }

    private static void Print(PlannedJob job)
    {
        Console.WriteLine();
        Console.WriteLine($"{job.Job}, epoch {job.Epoch}: {Units.Number(job.RatePerSecond)} frames/s, "
            + Units.Duration(job.SpanMs));
        Printer.PrintList(OutputFormat.Table, job.Tasks,
            new Column<PlannedTask>("task", task => task.Task), new("node", task => task.Node),
            new("variant", task => task.Variant));
        Console.WriteLine();
        Printer.PrintList(OutputFormat.Table, job.Flows,
            new Column<PlannedFlow>("flow", flow => $"{flow.From} → {flow.To}"),
            new("route", flow => string.Join(" → ", flow.Nodes)),
            new("bandwidth", Bandwidth, Right: true));
    }

    private static string Bandwidth(PlannedFlow flow) =>
        flow.Links.Count == 0 ? "same node" : Units.Bandwidth(flow.BandwidthBitsPerSecond);
}
