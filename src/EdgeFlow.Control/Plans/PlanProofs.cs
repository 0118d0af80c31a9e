using EdgeFlow.Control.Replanning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Plans;

/// <summary>
/// How near is the plan in force to the best? Found when somebody asks, or nothing else happens, once for what is
/// planned from, one at a time: a bound can take seconds of a core. It is of that network and those jobs only: when a
/// link changes, it is not known any more, though the plan may stay. Thread safe.
/// </summary>
public sealed class PlanProofs(NetworkReader network, PlanningOptions options) : IDisposable
{
    /// <summary>Counted work of one bound: a second or two on a hundred nodes, some seconds on a thousand.</summary>
    public const long Work = 200_000_000;

    private readonly SemaphoreSlim turn = new(1);
    private (int Revision, string Hash, Optimality Proof)? last;

    /// <summary>What was found of a plan in force; null when nobody asked since what it is planned from has
    /// changed.</summary>
    /// <param name="revision">Its revision.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Optimality?> Known(int revision, CancellationToken cancellationToken)
    {
        var found = Last();
        if (found?.Revision != revision)
        {
            return null;
        }

        var now = SnapshotBuilder.Build(await network.Read(cancellationToken).ConfigureAwait(false), options);
        return SnapshotCanonical.Hash(now) == found.Value.Hash ? found.Value.Proof : null;
    }

    /// <summary>Judges a moment's plans in force. What was found of the present is kept until
    /// something changes.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    public async Task<Optimality> Of(ExplainedMoment moment, CancellationToken cancellationToken)
    {
        var snapshot = moment.Snapshot;
        var hash = SnapshotCanonical.Hash(snapshot);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Last() is { } known && known.Hash == hash)
            {
                return known.Proof;
            }

            var proof = await Task.Run(() => Optimality.Of(snapshot, Work), cancellationToken).ConfigureAwait(false);
            lock (turn)
            {
                last = moment.IsPast ? last : (snapshot.Revision, hash, proof);
            }

            return proof;
        }
        finally
        {
            turn.Release();
        }
    }

    private (int Revision, string Hash, Optimality Proof)? Last()
    {
        lock (turn)
        {
            return last;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
