using System.Text.Json;
using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable;

/// <summary>
/// Runs today's code of workflows over recorded histories of their instances and says whether it still does what was
/// recorded. Nothing is carried out. Register first; after that it is safe for concurrent use.
/// </summary>
/// <param name="json">How payloads are read and written; null for the worker's default.</param>
public sealed class WorkflowReplayer(JsonSerializerOptions? json = null)
{
    /// <summary>Most events of one history.</summary>
    public const int MaxEvents = 100_000;

    /// <summary>Most differing inputs that are told.</summary>
    public const int MaxInputs = 20;

    private readonly Payloads payloads = new(json);
    private readonly Dictionary<string, WorkflowCode> workflows = new(StringComparer.Ordinal);

    /// <summary>Registers a workflow, as at a worker.</summary>
    /// <typeparam name="TWorkflow">Its class.</typeparam>
    /// <typeparam name="TIn">Its input; JSON.</typeparam>
    /// <typeparam name="TOut">Its output; JSON.</typeparam>
    /// <param name="name">The name under which it is started.</param>
    /// <param name="make">Makes an instance of the class.</param>
    /// <returns>This replayer.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public WorkflowReplayer AddWorkflow<TWorkflow, TIn, TOut>(string name, Func<TWorkflow> make)
        where TWorkflow : Workflow<TIn, TOut>
    {
        ArgumentNullException.ThrowIfNull(make);
        workflows.Add(name, WorkflowRegistry.Bind<TWorkflow, TIn, TOut>(name, make, payloads));
        return this;
    }

    /// <summary>Runs the code over a history.</summary>
    /// <param name="instanceId">The instance; the name that the history itself has for it counts.</param>
    /// <param name="history">Its events, in order, as <see cref="WorkflowClient.History"/> gives them.</param>
    /// <exception cref="InvalidDataException">It is no history of an instance, too long, or of a workflow that is not
    /// registered.</exception>
    public ReplayVerdict Replay(string instanceId, IReadOnlyList<HistoryEvent> history)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var started = Check(instanceId, history);
        var recorded = started.WorkflowInstance?.InstanceId;
        instanceId = string.IsNullOrEmpty(recorded) ? instanceId : recorded;
        var (steps, inputs) = (0, new List<ReplayDifference>());
        var run = new InstanceReplay(instanceId, new WorkflowRegistry(workflows, "", payloads))
        {
            Confirmed = (entry, step) =>
            {
                steps++;
                if (inputs.Count < MaxInputs && InputDifference.Of(entry, step, payloads) is { } difference)
                {
                    inputs.Add(difference);
                }
            },
        };
        var response = run.Begin(history, []);
        var difference = run.Misfit is { } misfit
            ? Misfit(misfit)
            : EndDifference.Of(history, response);
        return new ReplayVerdict(instanceId, started.Name, history.Count, steps, difference, inputs);
    }

    private ExecutionStartedEvent Check(string instanceId, IReadOnlyList<HistoryEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Count > MaxEvents)
        {
            throw new InvalidDataException(
                $"The history of '{instanceId}' has {history.Count} events; at most {MaxEvents} are replayed.");
        }

        var started = history.FirstOrDefault(entry => entry.ExecutionStarted is not null)?.ExecutionStarted
            ?? throw new InvalidDataException($"The history of '{instanceId}' has no start: nothing can be replayed.");
        return workflows.ContainsKey(started.Name)
            ? started
            : throw new InvalidDataException(
                $"'{instanceId}' ran the workflow '{started.Name}', which is not known here.");
    }

    private static ReplayDifference Misfit(Exception cause) => cause is NonDeterminismException other
        ? new ReplayDifference(other.EventId, other.Expected, other.Actual)
        : new ReplayDifference(0, "a history that the code can read", $"{cause.GetType().Name}: {cause.Message}");
}
