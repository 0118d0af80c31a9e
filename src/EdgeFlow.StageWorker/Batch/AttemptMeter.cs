using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>Counts what one attempt at a batch task uses, so that it can be told where the attempt comes to nothing.
/// Used by one run; <see cref="Lost"/> after it.</summary>
internal sealed class AttemptMeter(TimeProvider time)
{
    private readonly List<FetchedInput> inputs = [];
    private long? startedAt;

    /// <summary>How long it has computed.</summary>
    public TimeSpan Computed => startedAt is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <summary>An input was fetched whole from another node.</summary>
    public void Fetched(string from, long bytes) => inputs.Add(new FetchedInput(from, bytes));

    /// <summary>The stage is made, and the first frame begins.</summary>
    public void Begins() => startedAt = time.GetTimestamp();

    /// <summary>The counters of the attempt, which ends now without a result; null where it has used nothing.</summary>
    public StageCounters? Lost(TaskDirective directive) => inputs.Count == 0 && startedAt is null
        ? null
        : new StageCounters(directive.Job, directive.Task, directive.Epoch, 0, 0, 0, 0, 0, 0, 0, 0)
        {
            Instance = Guid.NewGuid().ToString("N"),
            Lost = new LostAttempt(Computed.TotalMilliseconds, [.. inputs]),
        };
}
