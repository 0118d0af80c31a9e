using EdgeFlow.Cli.History;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Replays;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeFlow.Cli.Replays;

/// <summary>
/// Shows a replay: on a terminal as tables that change as they did, with the last events below; elsewhere (a log, a
/// pipe) as lines.
/// </summary>
internal sealed class ReplayScreen : IAsyncDisposable
{
    private const int LastEvents = 8;
    private const int MostRows = 20;

    private readonly ReplayBoard board = new();
    private readonly Queue<string> lines = new();
    private readonly TaskCompletionSource ended = new();
    private readonly Task? drawing;
    private readonly LiveDisplayContext? live;

    public ReplayScreen()
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

    /// <summary>Begins with what there was.</summary>
    public void Begin(ReplayBegin begin)
    {
        board.Put(begin.State);
        if (live is null)
        {
            var speed = begin.Speed is { } times ? $"{Units.Number(times, 2)} times as fast" : "as fast as it can";
            Console.WriteLine(
                $"events {begin.From} to {begin.To}, {speed}; before them: {board.Jobs.Count} jobs, "
                + $"{board.Nodes.Count} nodes, {board.Links.Count} links, plan {board.Revision}");
        }
    }

    /// <summary>Shows an event and what it changed.</summary>
    public void Show(EventView item, ReplayState change)
    {
        board.Put(change);
        var line = EventPrinter.Line(item);
        if (live is null)
        {
            Console.WriteLine(line);
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > LastEvents)
        {
            lines.Dequeue();
        }

        live.UpdateTarget(Draw(item));
    }

    public async ValueTask DisposeAsync()
    {
        ended.TrySetResult();
        if (drawing is not null)
        {
            await drawing;
        }
    }

    private Rows Draw(EventView item) => new(
    [
        new Text($"{item.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC, event {item.Sequence}, plan {board.Revision}"),
        Table(
            ["job", "application", "status", "epoch", "frames/s", "tasks", "nodes"],
            board.Jobs.Select(job => new[]
            {
                job.Job, job.Application, job.Status, $"{job.Epoch}", Units.Number(job.RatePerSecond),
                $"{job.DoneTasks}/{job.Tasks}", string.Join(' ', job.Nodes),
            })),
        Table(["node", "status", "reason"], board.Nodes.Select(node => new[] { node.Node, node.Status, node.Reason })),
        Table(
            ["link", "status", "capacity"],
            board.Links.Select(link => new[] { link.Link, link.Status, Units.Bandwidth(link.CapacityBitsPerSecond) })),
        .. lines.Select(line => new Text(line)),
    ]);

    private static Table Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var row in rows.Take(MostRows))
        {
            table.AddRow(row.Select(cell => new Text(cell)).ToArray<IRenderable>());
        }

        return table;
    }
}
