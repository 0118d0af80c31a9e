namespace EdgeFlow.Protocol.Results;

/// <summary>
/// Results of a sink: <c>POST /v1/jobs/{job}/results</c>. Stored once a (job, task, frame); repeats are counted, not
/// stored.
/// Answered with a <see cref="ResultReceipt"/>, or 409 <c>stale-epoch</c> when the job's epoch is newer.
/// </summary>
/// <param name="Node">The sender.</param>
/// <param name="Incarnation">Its process.</param>
/// <param name="Task">The sink.</param>
/// <param name="Epoch">The epoch it is hosted under.</param>
/// <param name="Items">At most 256 results.</param>
/// <param name="TotalFrames">
/// How many frames the job has in all, once the source has said so; null while unknown.
/// </param>
public sealed record ResultBatch(
    string Node, string Incarnation, string Task, int Epoch, IReadOnlyList<ResultItem> Items, long? TotalFrames);
