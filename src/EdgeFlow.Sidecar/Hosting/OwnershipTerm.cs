using EdgeFlow.Sidecar.Engine;
using EdgeFlow.Sidecar.Grpc;

namespace EdgeFlow.Sidecar.Hosting;

/// <summary>What this process serves while it owns the instances.</summary>
/// <param name="Token">The fencing token.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Calls">The unary methods over it.</param>
internal sealed record OwnershipTerm(long Token, WorkflowEngine Engine, UnaryCalls Calls);
