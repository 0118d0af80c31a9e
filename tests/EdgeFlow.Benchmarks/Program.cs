using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Benchmarks;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Network;
using EdgeFlow.Benchmarks.Rows;

const int Done = 0;
const int Missed = 1;
const int Usage = 2;

if (args is [MeasuredControlPlane.Command, var folder])
{
    // Our own child: the control plane whose memory is measured.
    await MeasuredControlPlane.Serve(folder, Console.In, Console.Out);
    return Done;
}

var (asked, wrong) = BenchmarkArguments.Read(args);
if (asked is null)
{
    var isHelp = args is ["--help"] or ["-h"];
    if (!isHelp)
    {
        Console.Error.WriteLine(wrong + "\n");
    }

    PrintUsage(isHelp ? Console.Out : Console.Error);
    return isHelp ? Done : Usage;
}

Directory.SetCurrentDirectory(Repository.Root);
var (began, loadBefore) = (Stopwatch.StartNew(), Machine.Load());
await using var run = new BenchmarkRun(asked.IsShort, Console.Error, asked.Data, asked.Budget, asked.Plot);
var rows = await asked.Command.Rows(run);
string[] lines =
[
    .. MarkdownTable.Lines(rows), "",
    $"`./edgeflow.sh bench {asked.Command.Name}{(asked.IsShort ? " --short" : "")}` on "
        + $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, "
        + string.Create(CultureInfo.InvariantCulture, $"{began.Elapsed.TotalMinutes:0.0} minutes."),
    $"Machine: {Machine.Describe()}"
        + (await run.DatabaseVersion() is { } version ? $", PostgreSQL {version}." : "."),
    $"Load (1, 5, 15 minutes): {loadBefore} before, {Machine.Load()} after; what was not ours counts in both columns.",
    "Figures are the median (least – most) of turns that alternate; ratios are taken turn by turn.",
];
Console.WriteLine(asked.IsJson ? RowsJson.Text(rows) : string.Join('\n', lines));
if (asked.Write is { } document)
{
    ReportSection.Write(document, asked.Command.Name, lines);
    Console.Error.WriteLine($"written to {document}");
}

return rows.Any(row => row.Verdict == Verdict.Missed) ? Missed : Done;

static void PrintUsage(TextWriter output)
{
    output.WriteLine(
        "usage: ./edgeflow.sh bench NAME [--write FILE] [--data PATH] [--budget TIME] [--plot FILE] [--json] "
        + "[--short]\n");
    foreach (var known in BenchmarkCommand.All)
    {
        output.WriteLine($"  {known.Name,-20} {known.Summary}");
    }

    output.WriteLine("\n  --write FILE  also put the table into this document, in a section of the command's name");
    output.WriteLine("  --data PATH   other instances of the same format (planner exact, scheduling, embedding)");
    output.WriteLine("  --budget TIME how long a search may take for one instance, e.g. 500ms; 1s when not given");
    output.WriteLine("  --json        print the rows as JSON");
    output.WriteLine("  --short       fewer turns, to try things\n");
    output.WriteLine("Exit code: 0 all bars met, 1 a bar is missed, 2 wrong arguments.");
}
