using System.Collections.Immutable;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Jobs.Submissions;

/// <summary>The objects of a job's submission and their keys.</summary>
public static class SubmissionShapes
{
    /// <summary>The document.</summary>
    public static Shape Submission { get; } = new(
        "submission",
        [
            "application", "version", "mode", "rate", "latency", "priority", "frames", "whenInfeasible", "parameters",
        ],
        ["application"]);

    /// <summary>All of them.</summary>
    public static ImmutableArray<Shape> All { get; } = [Submission, ManifestShapes.Rate];
}
