namespace EdgeFlow.Protocol.Context;

/// <summary>Several changes of one application's context, all or none: <c>POST
/// /v1/applications/NAME/context</c>.</summary>
/// <param name="Operations">The changes, each key once.</param>
public sealed record ContextTransaction(IReadOnlyList<ContextChange> Operations);
