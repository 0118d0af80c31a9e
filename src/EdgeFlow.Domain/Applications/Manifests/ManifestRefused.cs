using System.Collections.Immutable;
using EdgeFlow.Domain.Documents;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>The manifest is wrong.</summary>
/// <param name="Errors">
/// Everything that is wrong with it, in the order of the text; at most <see cref="DocumentLimits.MaxErrors"/> and one
/// that says how many more there are.
/// </param>
public sealed record ManifestRefused(ImmutableArray<ManifestError> Errors) : ManifestResult;
