using System.CommandLine;
using System.Runtime.InteropServices;

namespace EdgeFlow.Cli.Hosting;

/// <summary>Ends a server process on SIGTERM, on Ctrl-C, and, for a child of ours, when its parent is gone.</summary>
internal static class Lifetime
{
    /// <summary>Given to our own children: their standard input is a pipe that closes when the parent ends.</summary>
    public static Option<bool> UntilInputCloses { get; } = new("--until-input-closes") { Hidden = true };

    /// <summary>Runs a server until it is told to stop.</summary>
    public static async Task Run(ParseResult parsed, Func<CancellationToken, Task> server, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        var running = server(stop.Token);
        if (parsed.GetValue(UntilInputCloses))
        {
            await Task.WhenAny(running, InputClosed(stop.Token));
            await stop.CancelAsync();
        }

        try
        {
            await running;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Being told to stop is how a server ends well.
        }
    }

    private static async Task InputClosed(CancellationToken cancel)
    {
        var nothing = new byte[64];
        await using var input = Console.OpenStandardInput();
        var read = 1;
        while (read > 0)
        {
            read = await input.ReadAsync(nothing, cancel);
        }
    }
}
