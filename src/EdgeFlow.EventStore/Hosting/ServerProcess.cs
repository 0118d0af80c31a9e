using System.Diagnostics;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>
/// One run of the server, under a small shell that ends it when we end. We hold the shell's input open; when we
/// end in any way, kill -9 included, the kernel closes it and the shell interrupts the server (its fast stop). If
/// the shell itself is killed, the kernel interrupts the server. A session of its own keeps Ctrl-C away from it,
/// so that we can finish our last commits before we stop it.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Watchdog = """
        exec 3<&0 </dev/null 2>/dev/null
        log=$1; shift
        "$@" 3<&- >>"$log" 2>&1 &
        server=$!
        ( while read -r _ <&3; do :; done; kill -INT "$server" ) >/dev/null 2>&1 &
        watcher=$!
        wait "$server"; status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    private readonly Process shell;

    private ServerProcess(Process shell)
    {
        this.shell = shell;
        Ended = shell.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Ends when the server has ended, for whatever reason.</summary>
    public Task Ended { get; }

    public static ServerProcess Start(
        PostgresBinaries binaries, ServerFolder folder, ServiceAccount account, IEnumerable<string> settings)
    {
        string[] server =
        [
            .. account.Prefix(endsWithParent: true), binaries.Postgres, "-D", folder.Data,
            .. settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        string[] shellWords = ["/bin/sh", "-c", Watchdog, "edgeflow-postgres", folder.Log, .. server];
        string[] words = Executables.OnPath("setsid") is { } setsid ? [setsid, .. shellWords] : shellWords;
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardInput = true,
        };
        Executables.CleanEnvironment(start, binaries.LibraryFolder);
        return new ServerProcess(Process.Start(start)
            ?? throw new PostgresStartException($"'{words[0]}' did not start."));
    }

    /// <summary>Asks the server to stop: transactions in flight are rolled back, the data is left clean.</summary>
    public void AskToStop() => shell.StandardInput.Close();

    public async ValueTask DisposeAsync()
    {
        AskToStop();
        await Ended.ConfigureAwait(false);
        shell.Dispose();
    }
}
