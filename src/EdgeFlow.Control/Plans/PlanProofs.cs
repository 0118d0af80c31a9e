using EdgeFlow.Planning.Bounds;

namespace EdgeFlow.Control.Plans;

/// <summary>
/// How near is the plan in force to the best? Found when somebody asks, or nothing else happens, once a revision, one
/// at a time: a bound can take seconds of a core. Thread safe.
/// </summary>
public sealed class PlanProofs : IDisposable
{
    /// <summary>Counted work of one bound: a second or two on a hundred nodes, some seconds on a thousand.</summary>
    public const long Work = 200_000_000;

    private readonly SemaphoreSlim turn = new(1);
    private (int Revision, int Jobs, Optimality Proof)? last;

    /// <summary>What was found of a plan in force; null when nobody asked while it was.</summary>
    /// <param name="revision">Its revision.</param>
    public Optimality? Known(int revision)
    {
        lock (turn)
        {
            return last is { } known && known.Revision == revision ? known.Proof : null;
        }
    }

    /// <summary>Judges a moment's plans in force. What was found of the present is kept until the plan
    /// changes.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    public async Task<Optimality> Of(ExplainedMoment moment, CancellationToken cancellationToken)
    {
        var snapshot = moment.Snapshot;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!moment.IsPast && last is { } known && known.Revision == snapshot.Revision
                && known.Jobs == snapshot.Jobs.Count)
            {
                return known.Proof;
            }

            var proof = await Task.Run(() => Optimality.Of(snapshot, Work), cancellationToken).ConfigureAwait(false);
            lock (turn)
            {
                last = moment.IsPast ? last : (snapshot.Revision, snapshot.Jobs.Count, proof);
            }

            return proof;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
