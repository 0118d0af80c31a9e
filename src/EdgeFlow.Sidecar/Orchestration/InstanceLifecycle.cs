using System.Text;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// The life of a workflow instance as one table of (status, trigger) → status. A pair that is not in the table leaves
/// the status as it is: a second suspend, a resume of a running instance, anything after the end.
/// </summary>
internal static class InstanceLifecycle
{
    private static readonly OrchestrationStatus[] Open =
    [
        OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended,
        OrchestrationStatus.Stalled,
    ];

    private static readonly (LifecycleTrigger Trigger, OrchestrationStatus To)[] Ends =
    [
        (LifecycleTrigger.Complete, OrchestrationStatus.Completed),
        (LifecycleTrigger.Fail, OrchestrationStatus.Failed),
        (LifecycleTrigger.Terminate, OrchestrationStatus.Terminated),
        (LifecycleTrigger.Cancel, OrchestrationStatus.Canceled),
    ];

    private static readonly Dictionary<(OrchestrationStatus, LifecycleTrigger), OrchestrationStatus> Table = Build();

    /// <summary>
    /// The status after <paramref name="trigger"/>, or the same status when the trigger changes nothing.
    /// </summary>
    public static OrchestrationStatus Next(OrchestrationStatus status, LifecycleTrigger trigger) =>
        Table.GetValueOrDefault((status, trigger), status);

    /// <summary>True when the instance takes no more turns.</summary>
    public static bool IsTerminal(OrchestrationStatus status) => !Open.Contains(status);

    /// <summary>The table as a Mermaid state diagram, one line a transition, in a fixed order.</summary>
    public static string ToMermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var (key, to) in Table.OrderBy(pair => pair.Key.Item1).ThenBy(pair => pair.Key.Item2))
        {
            text.Append("  ").Append(key.Item1).Append(" --> ").Append(to).Append(": ").Append(key.Item2).Append('\n');
        }

        return text.ToString();
    }

    private static Dictionary<(OrchestrationStatus, LifecycleTrigger), OrchestrationStatus> Build()
    {
        var table = new Dictionary<(OrchestrationStatus, LifecycleTrigger), OrchestrationStatus>
        {
            [(OrchestrationStatus.Pending, LifecycleTrigger.Turned)] = OrchestrationStatus.Running,
            [(OrchestrationStatus.Stalled, LifecycleTrigger.Turned)] = OrchestrationStatus.Running,
            [(OrchestrationStatus.Pending, LifecycleTrigger.Suspend)] = OrchestrationStatus.Suspended,
            [(OrchestrationStatus.Running, LifecycleTrigger.Suspend)] = OrchestrationStatus.Suspended,
            [(OrchestrationStatus.Stalled, LifecycleTrigger.Suspend)] = OrchestrationStatus.Suspended,
            [(OrchestrationStatus.Suspended, LifecycleTrigger.Resume)] = OrchestrationStatus.Running,
            [(OrchestrationStatus.Pending, LifecycleTrigger.Stall)] = OrchestrationStatus.Stalled,
            [(OrchestrationStatus.Running, LifecycleTrigger.Stall)] = OrchestrationStatus.Stalled,
        };
        foreach (var from in Open)
        {
            foreach (var (trigger, to) in Ends)
            {
                table[(from, trigger)] = to;
            }
        }

        return table;
    }
}
