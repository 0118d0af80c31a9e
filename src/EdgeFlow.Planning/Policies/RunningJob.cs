using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Policies;

/// <summary>A job that has a plan in force, with what follows from both: read once, whatever is planned
/// beside it.</summary>
internal sealed class RunningJob
{
    private readonly IndexedNetwork _network;
    private Grants? _grants;
    private bool? _isGrantedExactly;

    /// <summary>Reads a plan against the network of now.</summary>
    public RunningJob(IndexedNetwork network, IndexedJob job, JobPlan plan)
    {
        (_network, Current) = (network, CurrentPlan.Read(network, job, plan));
        Placed = Current.Embedding is { } embedding ? new PlacedJob(network, job, embedding) : null;
    }

    /// <summary>Takes note of a plan that was just written for a job.</summary>
    public RunningJob(IndexedNetwork network, PlacedJob placed, JobPlan plan) => (_network, Placed, Current) =
        (network, placed, new CurrentPlan(plan, placed.Embedding, placed.Embedding.Node, null));

    private RunningJob(IndexedNetwork network, RunningJob before, PlacedJob placed, Grants? grants)
        : this(network, placed, before.Current.Plan) =>
        (_grants, _isGrantedExactly) = (grants, before._isGrantedExactly);

    /// <summary>The plan, as read.</summary>
    public CurrentPlan Current { get; }

    /// <summary>The job where its plan puts it; null when that does not hold any more.</summary>
    public PlacedJob? Placed { get; }

    /// <summary>Where it was and how fast.</summary>
    public Previous Before => new(Current.Previous, Current.Plan.Rate.Value);

    /// <summary>What its plan holds of each resource; not for one that does not hold any more.</summary>
    public Grants Grants => _grants ??= Grants.Of(_network, Placed!, Current.Plan);

    /// <summary>The same in the next network, when nothing that the job uses has changed there; null when it must be
    /// read anew.</summary>
    public RunningJob? Renumbered(IndexedNetwork network, Renumbering numbers)
    {
        if (Placed is not { Demand: not null } || !numbers.Keeps(Placed.Embedding))
        {
            return null;
        }

        var grants = _grants is null || numbers.IsIdentity ? _grants
            : _grants with { Resources = numbers.Apply(_grants.Resources) };
        return new RunningJob(network, this, Placed.Renumbered(numbers), grants);
    }

    /// <summary>Whether the bandwidth in a stream's plan is what its rate asks for, flow by flow.</summary>
    public bool IsGrantedExactly => _isGrantedExactly ??= Placed!.Grants(Current.Plan, Placed.Bandwidths(
        Current.Plan.Rate.Value));
}
