using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>
/// The folder of a server of our own: <c>data</c>, <c>password</c>, <c>server.log</c>, the lock that keeps a second
/// process out, and the folder of its socket. Held until disposed.
/// </summary>
internal sealed class ServerFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The kernel allows 107 bytes for a socket's path; the file's own name takes 14 of them.
    private const int SocketFolderLengthMax = 90;

    private readonly FileStream held;

    private ServerFolder(string path, string socketFolder, FileStream held)
    {
        Root = path;
        SocketFolder = socketFolder;
        this.held = held;
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string Log => Path.Combine(Root, "server.log");

    public string SocketFolder { get; }

    public string PasswordFile => Path.Combine(Root, "password");

    /// <summary>The major version of the data, or null if there is none yet.</summary>
    public int? DataVersion
    {
        get
        {
            var file = Path.Combine(Data, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>Creates the folder if need be, gives it to the account and locks it.</summary>
    /// <exception cref="PostgresStartException">Another process owns it.</exception>
    public static async Task<ServerFolder> Open(
        string wished, ServiceAccount account, CancellationToken cancellationToken)
    {
        var root = await Place(Path.GetFullPath(wished), account, cancellationToken).ConfigureAwait(false);
        CreatePrivate(root);
        account.Own(root);

        // The kernel reports a process's working folder without symbolic links; see LeftoverServer.
        root = (await account.Run(["realpath", root], "/", null, cancellationToken).ConfigureAwait(false)).Said.Trim();
        FileStream held;
        try
        {
            held = new FileStream(
                Path.Combine(root, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new PostgresStartException(
                $"Another process runs the server in '{root}'. Stop it, or give its connection string.", cause);
        }

        var sockets = SocketFolderOf(root);
        CreatePrivate(sockets);
        account.Own(sockets);
        return new ServerFolder(root, sockets, held);
    }

    /// <summary>The password of the server's owner; made at random once. The folder keeps others from it.</summary>
    public string Password(ServiceAccount account)
    {
        if (!File.Exists(PasswordFile))
        {
            var partial = PasswordFile + ".part";
            File.Delete(partial);
            File.WriteAllText(partial, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
            account.Own(partial);
            File.Move(partial, PasswordFile);
        }

        return File.ReadAllText(PasswordFile);
    }

    /// <summary>Keeps one older log, so that restarting for ever does not fill the disk.</summary>
    public void TurnLog()
    {
        if (File.Exists(Log))
        {
            File.Move(Log, Log + ".1", overwrite: true);
        }
    }

    /// <summary>The end of the server's log, for an error message.</summary>
    public string LogTail()
    {
        const int LinesShown = 12;
        return File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(LinesShown)) : "(no log)";
    }

    public void Dispose()
    {
        if (!SocketFolder.StartsWith(Root, StringComparison.Ordinal) && Directory.Exists(SocketFolder))
        {
            Directory.Delete(SocketFolder, recursive: true);
        }

        held.Dispose();
    }

    private static async Task<string> Place(
        string wished, ServiceAccount account, CancellationToken cancellationToken)
    {
        var existing = new DirectoryInfo(wished).Parent;
        while (existing is { Exists: false })
        {
            existing = existing.Parent;
        }

        return existing is null || await account.CanEnter(existing.FullName, cancellationToken).ConfigureAwait(false)
            ? wished
            : Path.Combine("/var/lib/edgeflow", ShortHash(wished));
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A server of our own needs Unix file modes.");
        }

        Directory.CreateDirectory(folder, OwnerOnly);
    }

    private static string SocketFolderOf(string root)
    {
        var inside = Path.Combine(root, "run");
        var plain = inside.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c));
        return plain && inside.Length <= SocketFolderLengthMax
            ? inside
            : Path.Combine(Path.GetTempPath(), "edgeflow-" + ShortHash(root));
    }

    private static string ShortHash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
