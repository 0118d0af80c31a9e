using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Which jobs to accept, each at its required rate or not at all (<see cref="Objective.Admission"/>). Jobs in force
/// stay where they are, at the rate they have; those whose plan does not hold any more are placed first; of the others
/// the set of most revenue is sought (<see cref="AdmissionChoice"/>), until no further one is accepted. Stateless and
/// thread-safe. See docs/planner/admission.md.
/// </summary>
/// <param name="limits">How hard to search; null for the usual.</param>
public sealed class AdmissionPolicy(AdmissionLimits? limits = null) : IPolicy
{
    /// <summary>Most rounds of choosing; each but the last accepts a job.</summary>
    public const int MostRounds = 1_000;

    private const double BitsPerMegabit = 1e6;

    private readonly AdmissionLimits _limits = limits ?? AdmissionLimits.Default;

    /// <inheritdoc/>
    public string Name => "admission/1";

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var board = new AdmissionBoard(snapshot, _limits);
        var lost = board.Lost.ToDictionary(l => l.Job.Id, l => l.Reason);
        var jobs = ById.FirstOfEach(snapshot.Jobs, j => j.Id)
            .Where(j => !board.Held.ContainsKey(j.Id)).Select(j => new IndexedJob(j, board.Network)).ToList();
        var work = 0L;
        foreach (var job in jobs.Where(j => lost.ContainsKey(j.Id))
            .OrderByDescending(j => j.Source.Demand.Priority).ThenBy(j => j.Id))
        {
            work += board.Offer(job, seed, isRunning: true).Work;
        }

        IReadOnlyList<WaitingJob> waiting = [];
        for (var round = 0; round < MostRounds; round++)
        {
            var open = jobs.Where(j => !board.Held.ContainsKey(j.Id)).ToList();
            var choice = new AdmissionChoice(board, open, seed, _limits);
            var accepted = choice.Run();
            work += choice.Work;
            waiting = choice.Waiting;
            if (accepted == 0)
            {
                break;
            }
        }

        return Write(snapshot, board, waiting, lost, seed, work);
    }

    private Proposal Write(
        NetworkSnapshot snapshot, AdmissionBoard board, IReadOnlyList<WaitingJob> waiting,
        Dictionary<JobId, string> lost, ulong seed, long work)
    {
        var before = snapshot.Current.GroupBy(p => p.Job).ToDictionary(g => g.Key, g => g.First());
        var plans = board.Held.Values.Select(h => h.Plan).ToList();
        var changed = plans.Where(p => !before.TryGetValue(p.Job, out var old) || !ReferenceEquals(old, p))
            .Select(p => p.Job).ToList();
        var reports = changed.Select(job => new JobReport(
            job, $"{lost.GetValueOrDefault(job, "new or waiting")}; accepted at {Rate(board.Held[job].Plan)} frames/s",
            "required rate", []))
            .Concat(waiting.Select(w => new JobReport(
                w.Job, $"{lost.GetValueOrDefault(w.Job, "new or waiting")}; waits: {w.Reason} ({w.Pointer})", w.Pointer,
                [])))
            .OrderBy(r => r.Job).ToList();
        var streams = ById.FirstOfEach(snapshot.Jobs, j => j.Id).Select(j => new IndexedJob(j, board.Network))
            .Where(j => j.IsStream).ToList();
        var value = ObjectiveValue.Of(snapshot.Options.Objective, streams, [.. streams.Select(
            j => board.Held.TryGetValue(j.Id, out var held) ? held.Plan.Rate.Value : 0)]);
        double? bound = snapshot.Options.Objective == Objective.Admission
            ? Math.Max(value, ObjectiveValue.Of(Objective.Admission, streams, [.. streams.Select(_ => 1.0)])) : null;
        return new Proposal(
            snapshot.Revision, plans, changed, waiting, new PlanReport(Name, seed, value, bound, work, reports));
    }

    /// <summary>What a job is worth at a rate: w · (Σ work + Σ data in Mbit) · rate.</summary>
    internal static double Revenue(IndexedJob job, double rate) => job.Weight * rate
        * (job.Tasks.Sum(t => t.Work.Value) + job.Flows.Sum(f => f.Bits / BitsPerMegabit));

    private static string Rate(JobPlan plan) => FormattableString.Invariant($"{plan.Rate.Value:0.###}");
}
