using System.Collections.Immutable;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// The keys that an object may and must have. The published schema has the same ones; a test compares them.
/// </summary>
/// <param name="Name">Its name in the schema's <c>$defs</c>.</param>
/// <param name="Keys">All keys.</param>
/// <param name="Required">Those that must be there.</param>
public sealed record Shape(string Name, ImmutableArray<string> Keys, ImmutableArray<string> Required);
