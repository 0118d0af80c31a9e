using System.Globalization;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>
/// Stops what an earlier owner left running on a data folder. A server's processes all have the data folder as
/// their working folder, which tells them from a stranger who got the number that a stale <c>postmaster.pid</c> names.
/// </summary>
internal static class LeftoverServer
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(5);

    /// <summary>Stops the server, if one runs, and removes the files that would keep the next from starting.</summary>
    /// <param name="folder">Whose data.</param>
    /// <param name="stopLimit">How long a clean stop may take; after it the stop is not clean.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PostgresStartException">A process on the folder does not end.</exception>
    public static async Task Stop(ServerFolder folder, TimeSpan stopLimit, CancellationToken cancellationToken)
    {
        var data = folder.Data;
        if (!Directory.Exists(data))
        {
            return;
        }

        foreach (var (signal, limit) in
            new[] { (Posix.SigInt, stopLimit), (Posix.SigQuit, QuitLimit), (Posix.SigKill, QuitLimit) })
        {
            var processes = ProcessesOn(data);
            if (processes.Count == 0)
            {
                break;
            }

            // The first process alone speaks for all; only the last resort goes to each.
            var first = ProcessId(data);
            foreach (var process in processes.Where(p => signal == Posix.SigKill || p == first))
            {
                Posix.Signal(process, signal);
            }

            await Gone(data, limit, cancellationToken).ConfigureAwait(false);
        }

        if (ProcessesOn(data) is { Count: > 0 } alive)
        {
            throw new PostgresStartException($"Processes {string.Join(", ", alive)} on '{data}' do not end.");
        }

        // Safe only now: while any process of the old server lived, this file kept two servers apart.
        File.Delete(Path.Combine(data, "postmaster.pid"));
        foreach (var file in Directory.GetFiles(folder.SocketFolder, ".s.PGSQL.*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>The number of the server's first process as its file says, or null.</summary>
    public static int? ProcessId(string data)
    {
        var file = Path.Combine(data, "postmaster.pid");
        var first = File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static async Task Gone(string data, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var left = limit; left > TimeSpan.Zero && ProcessesOn(data).Count > 0; left -= Poll)
        {
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<int> ProcessesOn(string data)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && WorkingFolder(folder) == data)
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static string? WorkingFolder(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it belongs to somebody else: either way it is not our server.
            return null;
        }
    }
}
