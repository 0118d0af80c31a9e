using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Control.Directives;

/// <summary>All that a job's directives are made from. Immutable.</summary>
/// <param name="Application">The declared DAG, with the submission's parameters already in its stages.</param>
/// <param name="Demand">What the job asks.</param>
/// <param name="Plan">The plan in force for it.</param>
/// <param name="Addresses">Base address of every node that the plan names.</param>
public sealed record PlannedRun(
    ApplicationSpec Application, JobDemand Demand, JobPlan Plan, IReadOnlyDictionary<NodeId, string> Addresses)
{
    /// <summary>The base address of a node of the plan.</summary>
    /// <exception cref="KeyNotFoundException">The node never registered: the plan and the nodes disagree.</exception>
    public string AddressOf(NodeId node) => Addresses.TryGetValue(node, out var address)
        ? address
        : throw new KeyNotFoundException($"Job {Plan.Job} is planned on node {node}, whose address is not known.");

    /// <summary>Where a task runs.</summary>
    /// <exception cref="KeyNotFoundException">The plan does not place the task.</exception>
    public NodeId NodeOf(TaskId task) =>
        Plan.Placements.FirstOrDefault(placement => placement.Task == task)?.Node
        ?? throw new KeyNotFoundException($"Epoch {Plan.Epoch} of job {Plan.Job} does not place task {task}.");

    /// <summary>What a task executes: its stage with the model of the variant that is planned.</summary>
    /// <exception cref="KeyNotFoundException">The plan names a variant that the application does not have.</exception>
    public StageSpec StageOf(TaskSpec task) => StageOf(Plan, task);

    /// <summary>What a task executes under a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="task">The task, with all parameters in its stage.</param>
    /// <exception cref="KeyNotFoundException">The plan names a variant that the task does not have.</exception>
    public static StageSpec StageOf(JobPlan plan, TaskSpec task)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(task);
        var name = plan.Placements.FirstOrDefault(placement => placement.Task == task.Id)?.Variant ?? ModelVariant.Full;
        if (name == ModelVariant.Full)
        {
            return task.Stage;
        }

        var variant = task.Variants?.FirstOrDefault(variant => variant.Name == name) ?? throw new KeyNotFoundException(
            $"Epoch {plan.Epoch} of job {plan.Job} runs task {task.Id} as variant '{name}', which it does not have.");
        return task.Stage with { Model = variant.Model };
    }
}
