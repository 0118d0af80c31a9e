using System.Runtime.CompilerServices;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>
/// Makes recorded plans again, some side by side, and tells of each in the order in which they were made. One request
/// at a time, so that whoever asks does not take the planner's cores. Thread safe.
/// </summary>
public sealed class PlanVerification(RecordedPlans plans, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Plans made again at the same time: half of the cores, at least one.</summary>
    public static int Cores { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Verifies the plans of a scope.</summary>
    /// <param name="scope">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<SolveVerdict> Run(
        VerifyScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // One more than work at a time is read ahead, so that none of them waits for the database.
            var running = new Queue<Task<SolveVerdict>>();
            await foreach (var plan in plans.Of(scope, cancellationToken).ConfigureAwait(false))
            {
                running.Enqueue(Task.Run(() => Timed(plan), cancellationToken));
                if (running.Count > Cores)
                {
                    yield return await running.Dequeue().ConfigureAwait(false);
                }
            }

            while (running.TryDequeue(out var next))
            {
                yield return await next.ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private SolveVerdict Timed(RecordedPlan plan)
    {
        var start = time.GetTimestamp();
        var verdict = PlanVerdicts.Of(plan);
        return verdict.Verdict is SolveVerdict.Identical or SolveVerdict.Different
            ? verdict with { SolvedMs = time.GetElapsedTime(start).TotalMilliseconds }
            : verdict;
    }
}
