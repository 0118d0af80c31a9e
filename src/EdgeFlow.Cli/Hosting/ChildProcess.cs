using System.Diagnostics;

namespace EdgeFlow.Cli.Hosting;

/// <summary>
/// A process of ours that ends when we end, however we end: it holds the other side of a pipe and stops when that
/// closes.
/// What it prints goes to a file.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(8);
    private const int LogTailLines = 15;
    private readonly Process process;

    private ChildProcess(string name, Process process, string log) => (Name, this.process, Log) = (name, process, log);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The file it prints to.</summary>
    public string Log { get; }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>
    /// Starts this very program with other arguments. A Dapr sidecar belongs to one process, so the child does not
    /// inherit ours.
    /// </summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="log">The file it prints to.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables on top of those that it inherits; null for none.</param>
    public static ChildProcess Start(
        string name, string log, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        // The shell only opens the log and becomes the program: the process id is the program's.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >>\"$0\" 2>&1");
        start.ArgumentList.Add(log);
        start.ArgumentList.Add(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath!
            : "dotnet");
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in start.Environment.Keys.Where(IsOfSidecar).ToList())
        {
            start.Environment.Remove(variable);
        }

        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        return new ChildProcess(name, Process.Start(start)!, log);
    }

    /// <summary>Ends it with SIGKILL: no farewell, as a power cut would.</summary>
    public void Kill() => process.Kill();

    /// <summary>Waits until it has ended.</summary>
    public void WaitForExit() => process.WaitForExit();

    /// <summary>The last lines it printed.</summary>
    public string Tail() => File.Exists(Log)
        ? string.Join('\n', File.ReadLines(Log).TakeLast(LogTailLines))
        : "(it printed nothing)";

    /// <summary>Asks it to end, and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(Farewell);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    private static bool IsOfSidecar(string variable) =>
        variable is "APP_ID" or "APP_PORT" or "APP_API_TOKEN" || variable.StartsWith("DAPR_", StringComparison.Ordinal);
}
