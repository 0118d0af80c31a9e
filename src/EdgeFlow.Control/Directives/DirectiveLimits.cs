namespace EdgeFlow.Control.Directives;

/// <summary>Limits and defaults of what nodes are told to do.</summary>
public static class DirectiveLimits
{
    /// <summary>Time of one attempt at one frame where the manifest names none, in milliseconds.</summary>
    public const double DefaultTimeoutMs = 30_000;

    /// <summary>Largest JSON of a page of directives, in bytes: workflows carry references, not payloads.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>
    /// Largest JSON of one directive, in bytes: all that one node hosts of a job. A manifest has at most 1 MiB, so only
    /// parameters that a submission adds can exceed it.
    /// </summary>
    public const int MaxDirectiveBytes = 2 * 1024 * 1024;
}
