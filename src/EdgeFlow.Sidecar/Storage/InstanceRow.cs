using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Google.Protobuf;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>One row of <c>workflow.instances</c>.</summary>
internal sealed record InstanceRow(
    string InstanceId,
    long Key,
    string AppId,
    string? ParentId,
    OrchestrationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? CompletedAt,
    ExecutionStartedEvent Start,
    byte[]? Outcome)
{
    /// <summary>The row that shows <paramref name="state"/> as it is now.</summary>
    public static InstanceRow Of(InstanceState state) => new(
        state.InstanceId,
        state.Key,
        state.AppId,
        state.Start.ParentInstance?.WorkflowInstance?.InstanceId,
        state.Status,
        state.CreatedAt,
        state.UpdatedAt,
        state.CompletedAt,
        state.Start,
        EncodeOutcome(state));

    /// <summary>Restores what <see cref="Of"/> put into the column <c>outcome</c>.</summary>
    public WorkflowState DecodeOutcome() =>
        Outcome is { } bytes ? WorkflowState.Parser.ParseFrom(bytes) : new WorkflowState();

    private static byte[]? EncodeOutcome(InstanceState state)
    {
        if (state.CustomStatus is null && state.Completion is null)
        {
            return null;
        }

        var outcome = new WorkflowState
        {
            CustomStatus = state.CustomStatus,
            Output = state.Completion?.Result,
            FailureDetails = state.Completion?.Failure,
        };
        return outcome.ToByteArray();
    }
}
