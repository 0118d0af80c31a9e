namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>FL: the flows of jobs that cross a link, one for each edge of the DAGs, or under the other reading of A26
/// one for each job and pair of nodes.</summary>
internal sealed class FlowList
{
    private readonly List<(BaselineJob Job, List<int> Members)> _members = [];
    private readonly List<JrbaFlow> _flows = [];

    /// <summary>Lists the flows, by job, then by flow.</summary>
    /// <param name="jobs">The jobs, by id, placed.</param>
    /// <param name="merge">A26: whether flows of a job between the same nodes are one.</param>
    public FlowList(IReadOnlyList<BaselineJob> jobs, bool merge)
    {
        foreach (var job in jobs)
        {
            var first = _flows.Count;
            foreach (var f in job.Crossing)
            {
                var flow = new JrbaFlow(
                    job.Node[job.Job.Flows[f].From], job.Node[job.Job.Flows[f].To], job.Volume(f));
                var same = merge
                    ? _flows.FindIndex(first, k => (k.From, k.To) == (flow.From, flow.To)) : -1;
                if (same < 0)
                {
                    _flows.Add(flow);
                    _members.Add((job, [f]));
                }
                else
                {
                    _flows[same] = flow with { Volume = _flows[same].Volume + flow.Volume };
                    _members[same].Members.Add(f);
                }
            }
        }
    }

    /// <summary>The flows.</summary>
    public IReadOnlyList<JrbaFlow> Flows => _flows;

    /// <summary>Writes a decision into the jobs; flows that were merged share theirs in proportion to V.</summary>
    public void Assign(JrbaResult result, Ledger ledger)
    {
        ledger.Work += result.Work;
        for (var k = 0; k < _flows.Count; k++)
        {
            var (job, members) = _members[k];
            var most = ledger.Readings.CapAtCompute ? job.ComputeRate(ledger.Network) : double.PositiveInfinity;
            foreach (var f in members)
            {
                job.Routes[f] = result.Routes[k];
                var share = result.Bandwidth[k] * job.Volume(f) / _flows[k].Volume;
                job.Grant(f, Math.Min(share, Math.Ceiling(job.Volume(f) * most) + 1));
            }
        }
    }
}
