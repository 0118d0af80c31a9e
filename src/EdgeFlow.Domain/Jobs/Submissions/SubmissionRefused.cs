using System.Collections.Immutable;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Jobs.Submissions;

/// <summary>The submission is wrong.</summary>
/// <param name="Errors">Everything that is wrong with it, in the order of the text.</param>
public sealed record SubmissionRefused(ImmutableArray<ManifestError> Errors) : SubmissionResult;
