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

var arguments = args.ToList();
var isShort = arguments.Remove("--short");
var at = arguments.IndexOf("--write");
string? write = null;
if (at >= 0 && at + 1 < arguments.Count)
{
    write = Path.GetFullPath(arguments[at + 1]);
    arguments.RemoveRange(at, 2);
}

var command = arguments is [var name] ? BenchmarkCommand.All.FirstOrDefault(known => known.Name == name) : null;
if (command is null)
{
    var asked = arguments is ["--help"] or ["-h"];
    PrintUsage(asked ? Console.Out : Console.Error);
    return asked ? Done : Usage;
}

Directory.SetCurrentDirectory(Repository.Root);
var (began, loadBefore) = (Stopwatch.StartNew(), Machine.Load());
await using var run = new BenchmarkRun(isShort, Console.Error);
var rows = await command.Rows(run);
string[] lines =
[
    .. MarkdownTable.Lines(rows), "",
    $"`./edgeflow.sh bench {command.Name}{(isShort ? " --short" : "")}` on {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, "
        + string.Create(CultureInfo.InvariantCulture, $"{began.Elapsed.TotalMinutes:0.0} minutes."),
    $"Machine: {Machine.Describe()}"
        + (await run.DatabaseVersion() is { } version ? $", PostgreSQL {version}." : "."),
    $"Load (1, 5, 15 minutes): {loadBefore} before, {Machine.Load()} after; what was not ours counts in both columns.",
    "Figures are the median (least – most) of turns that alternate; ratios are taken turn by turn.",
];
Console.WriteLine(string.Join('\n', lines));
if (write is not null)
{
    ReportSection.Write(write, command.Name, lines);
    Console.Error.WriteLine($"written to {write}");
}

return rows.Any(row => row.Verdict == Verdict.Missed) ? Missed : Done;

static void PrintUsage(TextWriter output)
{
    output.WriteLine("usage: ./edgeflow.sh bench NAME [--write FILE] [--short]\n");
    foreach (var known in BenchmarkCommand.All)
    {
        output.WriteLine($"  {known.Name,-10} {known.Summary}");
    }

    output.WriteLine("\n  --write FILE  also put the table into this document, in a section of the command's name");
    output.WriteLine("  --short       fewer turns, to try things\n");
    output.WriteLine("Exit code: 0 all bars met, 1 a bar is missed, 2 wrong arguments.");
}
