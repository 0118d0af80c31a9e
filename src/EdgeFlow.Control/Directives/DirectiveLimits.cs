namespace EdgeFlow.Control.Directives;

/// <summary>Limits and defaults of what nodes are told to do.</summary>
public static class DirectiveLimits
{
    /// <summary>Time of one attempt at one frame where the manifest names none, in milliseconds.</summary>
    public const double DefaultTimeoutMs = 30_000;

    /// <summary>Largest JSON of all directives of one job's epoch, in bytes: workflows carry references, not
    /// payloads.</summary>
    public const int MaxBytes = 64 * 1024;
}
