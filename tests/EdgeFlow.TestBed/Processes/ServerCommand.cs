namespace EdgeFlow.TestBed;

/// <summary>How a server is started, again and again in the same way.</summary>
/// <param name="Name">What it is called in failures and its log's file name.</param>
/// <param name="Program">Full path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">Its working folder, which also gets its log.</param>
/// <param name="Ready">Whether it can be used; asked until it says so.</param>
public sealed record ServerCommand(
    string Name,
    string Program,
    IReadOnlyList<string> Arguments,
    string Folder,
    Func<CancellationToken, Task<bool>> Ready)
{
    /// <summary>Variables on top of this process's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
