namespace EdgeFlow.Control.Results;

/// <summary>Limits of results.</summary>
public static class ResultLimits
{
    /// <summary>Most results in one batch.</summary>
    public const int MaxBatch = 256;

    /// <summary>Largest payload of one result, in bytes of JSON.</summary>
    public const int MaxPayloadBytes = 64 * 1024;

    /// <summary>Most finished frames above the first gap that a progress report names.</summary>
    public const int MaxDoneAbove = 10_000;

    /// <summary>Most results on one page.</summary>
    public const int MaxPage = 1_000;
}
