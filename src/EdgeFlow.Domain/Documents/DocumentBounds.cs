namespace EdgeFlow.Domain.Documents;

/// <summary>How large a document may be; what else is limited is the same for all (<see cref="DocumentLimits"/>).
/// </summary>
/// <param name="MaxBytes">Most bytes of UTF-8.</param>
/// <param name="MaxNodes">Most objects, lists, keys and values in all.</param>
public sealed record DocumentBounds(int MaxBytes, int MaxNodes)
{
    /// <summary>Manifests, and whatever else somebody writes by hand.</summary>
    public static DocumentBounds Usual { get; } = new(DocumentLimits.MaxBytes, DocumentLimits.MaxNodes);
}
