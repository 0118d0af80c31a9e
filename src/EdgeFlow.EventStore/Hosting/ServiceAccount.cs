using System.Diagnostics;
using System.Globalization;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>
/// The account that the server runs under. PostgreSQL refuses to run as root, so root lends it the account
/// <c>postgres</c> or <c>nobody</c>; anybody else runs it as themselves.
/// </summary>
internal sealed class ServiceAccount
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    private readonly string? setpriv;
    private readonly (string Name, int UserId, int GroupId)? other;

    private ServiceAccount(string? setpriv, (string Name, int UserId, int GroupId)? other)
    {
        this.setpriv = setpriv;
        this.other = other;
    }

    public string Name => other?.Name ?? "this user";

    /// <summary>Chooses the account.</summary>
    /// <exception cref="PostgresStartException">We are root, and no account or no <c>setpriv</c> is there.</exception>
    public static ServiceAccount Choose()
    {
        var setpriv = Executables.OnPath("setpriv");
        if (!Posix.IsRoot)
        {
            return new ServiceAccount(setpriv, null);
        }

        if (setpriv is null)
        {
            throw new PostgresStartException(
                "PostgreSQL does not run as root, and 'setpriv' (util-linux) is not there to change the user.");
        }

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(f => f.Length >= 4);
        var found = Preferred.Select(name => accounts.FirstOrDefault(f => f[0] == name))
            .FirstOrDefault(fields => fields is not null)
            ?? throw new PostgresStartException(
                "PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody'.");
        return new ServiceAccount(setpriv, (found[0], Number(found[2]), Number(found[3])));

        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Gives a file or folder to the account.</summary>
    public void Own(string path)
    {
        if (other is { } account)
        {
            Posix.ChangeOwner(path, account.UserId, account.GroupId);
        }
    }

    /// <summary>The words to put before a command so that it runs under the account.</summary>
    /// <param name="endsWithParent">Ask the kernel to interrupt the command when its parent ends. The parent must
    /// have one thread only: the kernel watches the thread that started the command, not the process.</param>
    public IReadOnlyList<string> Prefix(bool endsWithParent)
    {
        if (setpriv is null || (other is null && !endsWithParent))
        {
            return [];
        }

        var words = new List<string> { setpriv };
        if (other is { } account)
        {
            words.AddRange([$"--reuid={account.UserId}", $"--regid={account.GroupId}", "--clear-groups"]);
        }

        if (endsWithParent)
        {
            words.AddRange(["--pdeathsig", "INT"]);
        }

        words.Add("--");
        return words;
    }

    /// <summary>Runs a command under the account to its end.</summary>
    /// <returns>The exit code, and what it said on both outputs.</returns>
    public async Task<(int ExitCode, string Said)> Run(
        IReadOnlyList<string> command, string workingFolder, string? libraryFolder, CancellationToken cancellationToken)
    {
        string[] words = [.. Prefix(endsWithParent: false), .. command];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Executables.CleanEnvironment(start, libraryFolder);
        using var process = Process.Start(start)
            ?? throw new PostgresStartException($"'{words[0]}' did not start.");
        var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var complained = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return (process.ExitCode, await said.ConfigureAwait(false) + await complained.ConfigureAwait(false));
    }

    /// <summary>Whether the account may enter a folder, each folder above it included.</summary>
    public async Task<bool> CanEnter(string folder, CancellationToken cancellationToken) =>
        other is null
        || (await Run(["test", "-x", folder], "/", null, cancellationToken).ConfigureAwait(false)).ExitCode == 0;
}
