using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>The answer to a registration.</summary>
/// <param name="Lease">The lease, when it was granted.</param>
/// <param name="Taken">Another live process has the name.</param>
/// <param name="Reason">Why it was not granted.</param>
internal sealed record RegisterReply(NodeLease? Lease, bool Taken, string Reason);
