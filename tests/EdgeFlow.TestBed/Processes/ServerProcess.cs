using System.Diagnostics;

namespace EdgeFlow.TestBed;

/// <summary>
/// A server of its own process that can be killed as a crash would and started again with the same arguments. It ends
/// with this object, and with the test run however that ends. Not thread safe.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    // Long, because a loaded machine may take a minute where an idle one takes a second; it is a limit, not a wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private const int ToldLines = 20;

    private readonly ServerCommand _command;
    private readonly string _log;
    private Process? _process;

    private ServerProcess(ServerCommand command)
    {
        _command = command;
        _log = Path.Combine(command.Folder, command.Name + ".log");
    }

    /// <summary>The process id.</summary>
    public int Id => _process!.Id;

    /// <summary>Whether it runs.</summary>
    public bool Running => _process is { HasExited: false };

    /// <summary>Starts a server and waits until it can be used.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; says its last lines.</exception>
    public static async Task<ServerProcess> Start(ServerCommand command)
    {
        var server = new ServerProcess(command);
        await server.Launch();
        return server;
    }

    /// <summary>All that it wrote so far, over all its starts.</summary>
    public string Log()
    {
        if (!File.Exists(_log))
        {
            return "";
        }

        using var file = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>Ends it with SIGKILL and waits until it is gone. Nothing happens when it does not run.</summary>
    public async Task Kill()
    {
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        ProcessGuard.Forget(_process.Id);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Kills it if it runs, starts it again and waits until it can be used.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public async Task Restart()
    {
        await Kill();
        await Launch();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Kill();

    private async Task Launch()
    {
        _process = Spawn();
        ProcessGuard.Watch(_process.Id);
        try
        {
            await BecomesReady();
        }
        catch
        {
            await Kill();
            throw;
        }
    }

    // The shell opens the log and becomes the server: the process id is the server's, and nobody has to read pipes.
    private Process Spawn()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", _log, _command.Program])
        {
            WorkingDirectory = _command.Folder,
        };
        foreach (var argument in _command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in _command.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task BecomesReady()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            if (!Running)
            {
                throw new InvalidOperationException($"{_command.Name} ended instead of starting: {LastLines()}");
            }

            if (await IsReady(patience.Token))
            {
                return;
            }

            await Task.Delay(Poll, CancellationToken.None);
        }

        throw new InvalidOperationException($"{_command.Name} was not ready after {Patience}: {LastLines()}");
    }

    private async Task<bool> IsReady(CancellationToken cancel)
    {
        try
        {
            return await _command.Ready(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string LastLines() =>
        string.Join('\n', Log().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(ToldLines));
}
