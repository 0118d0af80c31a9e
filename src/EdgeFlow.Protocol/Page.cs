namespace EdgeFlow.Protocol;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The entries, in the list's order.</param>
/// <param name="Next">Cursor of the next page (<c>?cursor=…</c>), opaque; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
