namespace EdgeFlow.StageWorker.Batch;

/// <summary>One attempt at a task of a batch job: what a node runs at most once.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Attempt">1 and up.</param>
internal readonly record struct TaskKey(string Job, string Task, int Attempt)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Job}/{Task}, attempt {Attempt}";
}
