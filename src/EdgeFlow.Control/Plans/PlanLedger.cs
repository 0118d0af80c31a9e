using EdgeFlow.Control.Plans.Solves;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Plans;

/// <summary>
/// Keeps every run of the planner with all that it was made of, whatever became of it. One that is to be adopted is
/// written before its plan's event: an entry that no plan names is harmless, a plan without its entry could not be made
/// again. All others are written beside the planner. Thread safe.
/// </summary>
public sealed class PlanLedger(NpgsqlDataSource database, TimeProvider time, ILogger<PlanLedger> log) : IAsyncDisposable
{
    private readonly SolveStore store = new(database);
    private readonly SolveTrimming trimming = new(database, time);
    private readonly SolveQueue queue = new(time, log);

    /// <summary>Writes a solve that is about to be adopted; done when it is durable.</summary>
    /// <returns>Its number, for <see cref="Settle"/>.</returns>
    public Task<long> Propose(Solve solve, CancellationToken cancellationToken) =>
        store.Write(solve, SolveOutcome.Proposed, null, cancellationToken);

    /// <summary>Notes soon what became of a proposed solve.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="revision">The revision that it became; null when none.</param>
    /// <param name="cancellationToken">Gives up waiting for room in the queue.</param>
    public ValueTask Settle(long id, SolveOutcome outcome, int? revision, CancellationToken cancellationToken) =>
        queue.Add(token => store.Settle(id, outcome, revision, token), cancellationToken);

    /// <summary>Writes soon a solve that is not adopted.</summary>
    /// <param name="solve">The solve.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="detail">More about that in words; null for nothing more.</param>
    /// <param name="cancellationToken">Gives up waiting for room in the queue.</param>
    public ValueTask Note(Solve solve, SolveOutcome outcome, string? detail, CancellationToken cancellationToken) =>
        queue.Add(token => store.Write(solve, outcome, detail, token), cancellationToken);

    /// <summary>Done when everything noted before is written.</summary>
    public Task Flush(CancellationToken cancellationToken) => queue.Flush(cancellationToken);

    /// <summary>Keeps the ledger within <see cref="SolveLimits"/>, and finds out what became of solves that were left
    /// open by a process that ended.</summary>
    public Task Tidy(CancellationToken cancellationToken) => trimming.Run(cancellationToken);

    /// <summary>Writes what is left and ends.</summary>
    public ValueTask DisposeAsync() => queue.DisposeAsync();
}
