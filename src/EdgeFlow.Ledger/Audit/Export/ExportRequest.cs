namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>Which events are exported whole. Of the others of the same blocks only the leaf is, so that the blocks can
/// still be checked; blocks without any are left out when there is a filter.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Since">From this moment on; null for the beginning.</param>
/// <param name="Until">Before this moment; null for the end.</param>
/// <param name="Stream">Only of this stream; null for all.</param>
public sealed record ExportRequest(string Tenant, DateTimeOffset? Since, DateTimeOffset? Until, string? Stream)
{
    /// <summary>Only of these streams; null for all. The file says <see cref="Stream"/> of them.</summary>
    internal IReadOnlyList<string>? Streams { get; init; }

    /// <summary>Whether events are left out.</summary>
    public bool IsFiltered => Since is not null || Until is not null || Stream is not null;
}
