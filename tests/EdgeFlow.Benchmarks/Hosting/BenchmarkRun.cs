namespace EdgeFlow.Benchmarks.Hosting;

/// <summary>What the benchmarks of one run share.</summary>
/// <param name="Short">Fewer and shorter turns, to try things: such figures are not for the document.</param>
/// <param name="Progress">Where a line goes while things are measured.</param>
/// <param name="Data">A file or folder of instances to use in place of the usual ones; null for those.</param>
/// <param name="Budget">How long a search may take for one instance.</param>
/// <param name="Plot">Where a command that draws writes its SVG; null for nowhere.</param>
internal sealed record BenchmarkRun(
    bool Short, TextWriter Progress, string? Data, TimeSpan Budget, string? Plot = null) : IAsyncDisposable
{
    /// <summary>The budget where none is named: what the bars are for.</summary>
    public static readonly TimeSpan UsualBudget = TimeSpan.FromSeconds(1);

    private BenchmarkDatabase? database;

    /// <summary>How many turns count: fewer in a short run.</summary>
    public int Rounds(int rounds) => Short ? Math.Max(1, rounds / 3) : rounds;

    /// <summary>The run's PostgreSQL, started when it is first wanted.</summary>
    public async Task<BenchmarkDatabase> Database() => database ??= await BenchmarkDatabase.Start();

    /// <summary>The version of the PostgreSQL, if it was wanted.</summary>
    public async Task<string?> DatabaseVersion() => database is null ? null : await database.Version();

    /// <summary>Says what is being measured now.</summary>
    public void Say(string line) => Progress.WriteLine(line);

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }
}
