using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// A turn that a worker has, or will get. Its content is frozen when it is made, so that every delivery of it shows the
/// same events and any one answer is as good as another.
/// </summary>
/// <param name="Number">Counts the turns of this instance within this ownership.</param>
/// <param name="Started">The WorkflowStarted event whose timestamp is the workflow's time in this turn.</param>
/// <param name="InboxCount">How many events from the head of the inbox it shows.</param>
internal sealed record InflightTurn(long Number, HistoryEvent Started, int InboxCount);
