using System.Diagnostics;

namespace EdgeFlow.TestBed;

/// <summary>
/// Ends what a test run started when the run ends without having done it itself, be it killed: a shell that reads our
/// pipe sees its end, kills the processes that are still noted and removes the folders. Thread safe.
/// </summary>
internal static class ProcessGuard
{
    private const string Script = """
        kept=' '; folders=''
        while read -r verb what; do
          case $verb in
            watch) kept="$kept$what " ;;
            forget) case $kept in *" $what "*) kept="${kept%% $what *} ${kept#* $what }" ;; esac ;;
            folder) folders="$folders $what" ;;
          esac
        done
        for process in $kept; do kill -9 "$process" 2>/dev/null; done
        for folder in $folders; do rm -rf "$folder"; done
        """;

    private static readonly Lock Gate = new();
    private static Process? shell;

    /// <summary>Notes a process.</summary>
    public static void Watch(int process) => Tell($"watch {process}");

    /// <summary>Strikes a process off: its number may soon be somebody else's.</summary>
    public static void Forget(int process) => Tell($"forget {process}");

    /// <summary>Makes a folder that goes with the run at the latest.</summary>
    /// <param name="prefix">How its name begins; no spaces.</param>
    public static string Folder(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        Tell($"folder {folder}");
        return folder;
    }

    private static void Tell(string line)
    {
        lock (Gate)
        {
            // A session of its own keeps it alive when the run's whole process group is interrupted.
            shell ??= Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script])
            {
                RedirectStandardInput = true, WorkingDirectory = "/",
            })!;
            shell.StandardInput.WriteLine(line);
            shell.StandardInput.Flush();
        }
    }
}
