using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Engine;
using Google.Protobuf;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>The unary methods that workers call. Each answers once the change is durable.</summary>
internal sealed class WorkerCalls(WorkflowEngine engine)
{
    private static readonly CompleteTaskResponse Done = new();

    /// <summary>CompleteActivityTask.</summary>
    public async Task<IMessage> CompleteActivity(ActivityResponse answer, CallContext context)
    {
        await engine.CompleteActivity(answer).WaitAsync(context.Cancel).ConfigureAwait(false);
        return Done;
    }

    /// <summary>CompleteOrchestratorTask and CompleteWorkflowTask.</summary>
    public async Task<IMessage> CompleteTurn(WorkflowResponse answer, CallContext context)
    {
        await engine.CompleteTurn(answer).WaitAsync(context.Cancel).ConfigureAwait(false);
        return Done;
    }
}
