using System.Text;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Worker;

/// <summary>
/// Ends an instance that asks for an activity with more input than a Dapr sidecar can hand to its scheduler (2 MiB,
/// seen with 1.18). There the turn would be tried again for ever and nobody would be told.
/// </summary>
internal static class InputLimit
{
    private const int MostBytesOfAChar = 3;

    /// <summary>Makes an answer that is too large the instance's failure; true when it did.</summary>
    /// <param name="response">The answer to a turn.</param>
    /// <param name="maxBytes">The largest input of an activity, in bytes of UTF-8.</param>
    public static bool Enforce(WorkflowResponse response, int maxBytes)
    {
        var excess = response.Actions.FirstOrDefault(action => IsOver(action.ScheduleTask?.Input, maxBytes));
        if (excess is null)
        {
            return false;
        }

        response.Actions.Clear();
        response.Actions.Add(new WorkflowAction
        {
            Id = excess.Id,
            CompleteWorkflow = new CompleteWorkflowAction
            {
                WorkflowStatus = OrchestrationStatus.Failed,
                FailureDetails = FailureMapping.ToWire(
                    "PayloadTooLarge",
                    $"the input of activity '{excess.ScheduleTask.Name}' is larger than {maxBytes} bytes; "
                    + "pass a reference to it instead",
                    isNonRetriable: true),
            },
        });
        return true;
    }

    // Most inputs are so short that their bytes need no counting.
    private static bool IsOver(string? input, int maxBytes) =>
        input is not null && input.Length > maxBytes / MostBytesOfAChar
        && Encoding.UTF8.GetByteCount(input) > maxBytes;
}
