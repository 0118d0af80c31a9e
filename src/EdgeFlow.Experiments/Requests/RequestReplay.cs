using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Requests;

/// <summary>
/// Lets the requests of an instance come and go: resources return at arrival + lifetime, a departure before an arrival
/// of the same instant. Every answer goes through an <see cref="EmbeddingAudit"/>. Used once.
/// </summary>
/// <param name="instance">The instance.</param>
/// <param name="offer">Offers a job: its plan when it is accepted.</param>
/// <param name="release">Takes a job away whose lifetime is over.</param>
public sealed class RequestReplay(
    EmbeddingInstance instance, Func<SnapshotJob, JobPlan?> offer, Action<JobId> release)
{
    private readonly EmbeddingAudit _audit = new(instance);
    private readonly PriorityQueue<(EmbeddingRequest Request, JobId Job), (double At, int Id)> _running = new();

    /// <summary>Replays all requests.</summary>
    /// <exception cref="InvalidOperationException">An answer breaks a rule; the message names request and
    /// rule.</exception>
    public ReplayResult Run()
    {
        var (accepted, revenue, cost, timeRevenue) = (0, 0L, 0L, 0.0);
        foreach (var request in instance.Requests)
        {
            Depart(request.Arrival);
            var job = request.ToJob();
            if (offer(job) is not { } plan)
            {
                continue;
            }

            var answer = EmbeddingSnapshot.Answer(request, plan);
            if (_audit.Take(request, answer) is { } wrong)
            {
                throw new InvalidOperationException($"{instance.Name}: {wrong}.");
            }

            _running.Enqueue((request, job.Id), (request.Arrival + request.Lifetime, request.Id));
            accepted++;
            revenue += request.Revenue;
            timeRevenue += request.Revenue * request.Lifetime;
            cost += EmbeddingAudit.Cost(request, answer);
        }

        return new ReplayResult(accepted, instance.Requests.Count, revenue, timeRevenue, cost);
    }

    private void Depart(double now)
    {
        while (_running.TryPeek(out var leaving, out var at) && at.At <= now)
        {
            _running.Dequeue();
            release(leaving.Job);
            _audit.Release(leaving.Request);
        }
    }
}
