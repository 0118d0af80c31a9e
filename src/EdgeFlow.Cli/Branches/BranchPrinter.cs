using System.Globalization;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Branches;

namespace EdgeFlow.Cli.Branches;

/// <summary>Prints branches beside what they are compared with.</summary>
internal static class BranchPrinter
{
    /// <summary>Prints an answer: one branch in rows with its jobs, many as a table with a line each.</summary>
    public static void Print(OutputFormat format, WhatIfAnswer answer)
    {
        if (format != OutputFormat.Table)
        {
            Printer.PrintDocument(format, answer);
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"from {Time(answer.From)} (after event {answer.AfterEvent}) until {Time(answer.Until)}"));
        Console.WriteLine();
        if (answer.Branches is [var one])
        {
            One(answer, one);
        }
        else
        {
            Many(answer);
        }

        foreach (var (branch, note) in answer.Branches.SelectMany(
            branch => branch.Notes.Select(note => (branch, note))))
        {
            Console.WriteLine($"note, {branch.Label}: {note}");
        }
    }

    private static void One(WhatIfAnswer answer, BranchView branch)
    {
        var (was, now) = (answer.Recorded, branch.Figures);
        (string What, string Was, string Now, string Change)[] rows =
        [
            Row("rate, frames/s a stream", was.Rate, now.Rate),
            Row("makespan, s", was.Makespan, now.Makespan),
            Row("waiting, s", was.Waiting, now.Waiting),
            Row("moves, tasks", was.Moves, now.Moves),
            Row("price", was.Price, now.Price),
            Row("plans", was.Plans, now.Plans),
            Row("completed jobs", was.Completed, now.Completed),
            Row("failed or refused jobs", was.Lost, now.Lost),
            Row("waiting jobs at the end", was.Unplaced, now.Unplaced),
        ];
        Printer.PrintList(
            OutputFormat.Table, rows, new Column<(string What, string Was, string Now, string Change)>(
                "", row => row.What),
            new(answer.Base, row => row.Was, Right: true), new(branch.Label, row => row.Now, Right: true),
            new("difference", row => row.Change, Right: true));
        if (branch.Compared > 0)
        {
            Console.WriteLine();
            Console.WriteLine(
                $"{branch.Reproduced} of {branch.Compared} decisions came out as recorded, byte by byte.");
        }

        Jobs(branch.Jobs ?? []);
    }

    private static void Jobs(IReadOnlyList<BranchJobView> jobs)
    {
        if (jobs.Count == 0)
        {
            return;
        }

        Console.WriteLine();
        Printer.PrintList(
            OutputFormat.Table, jobs, new Column<BranchJobView>("job", job => job.Job),
            new("rate", job => Pair(job.RateBefore, job.Rate), Right: true),
            new("makespan", job => Pair(job.MakespanBefore, job.Makespan), Right: true),
            new("waiting", job => Pair(job.WaitingBefore, job.Waiting), Right: true),
            new("outcome", job => job.OutcomeBefore == job.Outcome
                ? job.Outcome ?? "" : $"{job.OutcomeBefore ?? "–"} → {job.Outcome ?? "–"}"));
    }

    private static void Many(WhatIfAnswer answer)
    {
        var rows = answer.Branches.Select(branch => (branch.Label, branch.Figures))
            .Prepend((Label: answer.Base, Figures: answer.Recorded)).ToList();
        Printer.PrintList(
            OutputFormat.Table, rows, new Column<(string Label, BranchFiguresView Figures)>("branch", row => row.Label),
            new("rate", row => Number(row.Figures.Rate), Right: true),
            new("makespan", row => Number(row.Figures.Makespan), Right: true),
            new("waiting", row => Number(row.Figures.Waiting), Right: true),
            new("moves", row => Number(row.Figures.Moves), Right: true),
            new("price", row => Number(row.Figures.Price), Right: true),
            new("plans", row => Number(row.Figures.Plans), Right: true),
            new("done", row => Number(row.Figures.Completed), Right: true),
            new("lost", row => Number(row.Figures.Lost), Right: true),
            new("waits", row => Number(row.Figures.Unplaced), Right: true));
    }

    private static (string What, string Was, string Now, string Change) Row(string what, double? was, double? now)
    {
        var change = was is { } before && now is { } after ? after - before : (double?)null;
        var part = change is { } by && was is not (null or 0) && by != 0
            ? string.Create(CultureInfo.InvariantCulture, $" ({by / was:+0.#%;-0.#%})") : "";
        var sign = change > 0 ? "+" : "";
        return (what, Number(was), Number(now), change is null ? "" : sign + Number(change) + part);
    }

    private static string Pair(double? was, double? now) =>
        was is null && now is null ? "" : was == now ? Number(now) : $"{Number(was)} → {Number(now)}";

    private static string Number(double? value) => value is { } number ? Units.Number(number, 3) : "–";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
