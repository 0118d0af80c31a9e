namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// The limits of an application. Those of the text itself are <see cref="Documents.DocumentLimits"/>.
/// </summary>
public static class ManifestLimits
{
    /// <summary>Most tasks.</summary>
    public const int MaxTasks = 1_000;

    /// <summary>Most edges.</summary>
    public const int MaxEdges = 10_000;

    /// <summary>Most nodes, zones, tolerations, affinities or retried errors in one list.</summary>
    public const int MaxListed = 1_000;

    /// <summary>Most labels of one task.</summary>
    public const int MaxLabels = 64;

    /// <summary>Most kinds of accelerator of one task or node.</summary>
    public const int MaxAcceleratorKinds = 16;

    /// <summary>Most accelerators of one kind of one task or node.</summary>
    public const int MaxAccelerators = 1_024;

    /// <summary>Most variants of one task's model, besides the full one.</summary>
    public const int MaxVariants = 16;

    /// <summary>Largest factor of a variant's work, memory or data.</summary>
    public const double MaxFactor = 1_000;

    /// <summary>Least accuracy, and least factor of a variant's work, memory or data.</summary>
    public const double LeastPart = 1e-6;

    /// <summary>Longest label key, label value, zone, taint or error type, in characters.</summary>
    public const int MaxLabel = 253;

    /// <summary>Longest description, in characters.</summary>
    public const int MaxDescription = 1_000;

    /// <summary>Longest model reference, in characters.</summary>
    public const int MaxModel = 256;

    /// <summary>Longest address of an external stage, in characters.</summary>
    public const int MaxUrl = 2_000;

    /// <summary>Most data on an edge a frame, and most memory of a task, in bytes: 10 TB.</summary>
    public const long MaxBytes = 10_000_000_000_000;

    /// <summary>Most work of a task a frame, in GMAC.</summary>
    public const double MaxWork = 1e9;

    /// <summary>Most attempts at a task.</summary>
    public const int MaxAttempts = 100;

    /// <summary>Largest factor from one wait before a retry to the next.</summary>
    public const double MaxBackoff = 10;

    /// <summary>Longest wait before the first retry, in milliseconds: an hour.</summary>
    public const double MaxFirstDelayMs = 3_600_000;

    /// <summary>Memory of a task that says nothing, in bytes: 100 MB.</summary>
    public const long DefaultMemory = 100_000_000;
}
