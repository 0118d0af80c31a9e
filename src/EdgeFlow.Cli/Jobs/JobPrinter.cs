using System.Globalization;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary>One job for people: a headline, then a row for each task.</summary>
internal static class JobPrinter
{
    /// <summary>The columns of a job's tasks.</summary>
    public static IReadOnlyList<Column<JobTaskView>> TaskColumns { get; } =
    [
        new("task", task => task.Task), new("stage", task => task.Stage), new("node", task => task.Node ?? "–"),
        new("in", task => $"{task.FramesIn}", Right: true), new("out", task => $"{task.FramesOut}", Right: true),
        new("queued", task => $"{task.Queued}", Right: true),
        new("frames/s", task => Units.Number(task.RatePerSecond), Right: true),
        new("done", task => !task.Done ? "" : task.Attempt == 0 ? "kept" : $"attempt {task.Attempt}"),
    ];

    /// <summary>What the job is and how it fares, in one line.</summary>
    public static string Headline(JobView job)
    {
        var reason = job.Reason is null ? "" : $": {job.Reason}";
        var when = job.EndedAt is null ? "planned" : "last planned";
        var rate = job.Mode == "stream" && job.Epoch > 0 ? $", {when} {Units.Number(job.PlannedRate)} frames/s" : "";
        var results = job.Results is { } found
            ? $", {found.FramesOut}/{found.FramesIn?.ToString(CultureInfo.InvariantCulture) ?? "?"} results"
            : "";
        return $"{job.Job} ({job.Application}:{job.Version}, {job.Mode}) is {job.Status}{reason}; "
            + $"plan epoch {job.Epoch}{rate}{results}";
    }

    /// <summary>Prints it.</summary>
    public static void Print(JobView job)
    {
        Console.WriteLine(Headline(job));
        foreach (var sentence in RerunSentence.Of(job))
        {
            Console.WriteLine(sentence);
        }

        Printer.PrintList(OutputFormat.Table, job.Tasks ?? [], [.. TaskColumns]);
    }
}
