namespace EdgeFlow.Durable;

/// <summary>
/// A durable workflow: code that is run again from its recorded history after every event, so that it goes on where
/// it was after any crash. It must do the same each time: time, timers, ids and all work come from its context.
/// </summary>
/// <typeparam name="TInput">What an instance is started with; JSON.</typeparam>
/// <typeparam name="TOutput">What an instance ends with; JSON.</typeparam>
public abstract class Workflow<TInput, TOutput>
{
    /// <summary>The workflow's code. An exception that leaves it fails the instance.</summary>
    /// <param name="context">The only way to time, activities, events and other workflows.</param>
    /// <param name="input">What the instance was started with.</param>
    /// <returns>The output of the instance.</returns>
    public abstract Task<TOutput> Run(WorkflowContext context, TInput input);
}
