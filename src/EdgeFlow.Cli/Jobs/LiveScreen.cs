using EdgeFlow.Protocol.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeFlow.Cli.Jobs;

/// <summary>
/// Shows a job again and again: drawn over itself on a terminal, a line whenever something changed elsewhere (a log,
/// CI).
/// </summary>
internal sealed class LiveScreen : IAsyncDisposable
{
    private readonly TaskCompletionSource ended = new();
    private readonly Task? drawing;
    private LiveDisplayContext? live;
    private string lastLine = "";

    public LiveScreen()
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return;
        }

        var started = new TaskCompletionSource<LiveDisplayContext>();
        drawing = AnsiConsole.Live(new Text("")).AutoClear(false).StartAsync(context =>
        {
            started.SetResult(context);
            return ended.Task;
        });
        live = started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Shows the job as it is now, with notes below it.</summary>
    public void Show(JobView job, IReadOnlyList<string> notes)
    {
        if (live is not null)
        {
            live.UpdateTarget(Draw(job, notes));
            return;
        }

        var line = JobPrinter.Headline(job);
        if (line != lastLine)
        {
            lastLine = line;
            Console.WriteLine(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        ended.TrySetResult();
        if (drawing is not null)
        {
            await drawing;
        }

        live = null;
    }

    private static Rows Draw(JobView job, IReadOnlyList<string> notes)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in JobPrinter.TaskColumns)
        {
            var added = new TableColumn(column.Title);
            table.AddColumn(column.Right ? added.RightAligned() : added);
        }

        foreach (var task in job.Tasks ?? [])
        {
            var cells = JobPrinter.TaskColumns.Select(column => new Text(column.Value(task)));
            table.AddRow(cells.ToArray<IRenderable>());
        }

        return new Rows([new Text(JobPrinter.Headline(job)), table, .. notes.Select(note => new Text(note))]);
    }
}
