using EdgeFlow.Control.Access;

namespace EdgeFlow.Api.Access;

/// <summary>One token and whom it stands for.</summary>
/// <param name="Hash">Its <see cref="TokenHash"/>.</param>
/// <param name="Caller">Whom it stands for.</param>
public sealed record TokenEntry(byte[] Hash, Caller Caller);
