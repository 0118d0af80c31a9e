namespace EdgeFlow.Control.Requests;

/// <summary>A request whose Idempotency-Key was used before.</summary>
/// <param name="IsSame">It has the same method, path and body.</param>
/// <param name="Status">What was answered; null while the first one is at work.</param>
/// <param name="Headers">Headers of the answer that matter.</param>
/// <param name="Body">Its body.</param>
public sealed record KnownRequest(
    bool IsSame, int? Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);
