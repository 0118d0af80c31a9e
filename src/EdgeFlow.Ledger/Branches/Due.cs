using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Something of a branch's own that is due at a moment. Immutable.</summary>
/// <param name="At">When.</param>
internal abstract record Due(DateTimeOffset At);

/// <summary>A change of the branch.</summary>
internal sealed record CommandDue(DateTimeOffset At, BranchCommand Command) : Due(At);

/// <summary>A task, or for a null task the job as a whole, ends as planned.</summary>
/// <param name="At">When.</param>
/// <param name="Job">The job.</param>
/// <param name="Task">The task of a batch job; null for a stream, or a batch job all of whose tasks are done.</param>
/// <param name="Turn">Which of the job's schedules it belongs to; an older one counts no more.</param>
internal sealed record EndDue(DateTimeOffset At, JobId Job, TaskId? Task, int Turn) : Due(At);
