namespace EdgeFlow.Planning.Snapshots;

/// <summary>What a plan is made for: the rates of the stream jobs, or the makespan of the batch jobs. Required rates,
/// latency and budgets are constraints under each of them; a stream job that waits has rate 0.</summary>
public enum Objective
{
    /// <summary>
    /// Weighted max-min, lexicographic: the least rate / weight first, then the next. Value: the least rate / weight.
    /// </summary>
    MaxMin,

    /// <summary>
    /// The mean rate of all stream jobs (the objective of ENTS §3.5, in words there). Value: (1/N) Σ r.
    /// </summary>
    AverageRate,

    /// <summary>Proportional fairness. Value: Σ w · ln r, with r no less than 10⁻¹² frames/s.</summary>
    ProportionalFair,

    /// <summary>The mean rate weighted by 1 + priority. Value: Σ w r / Σ w.</summary>
    Weighted,

    /// <summary>
    /// Admission: which jobs to accept, each at its required rate or not at all. Value: Σ over the jobs placed of w ·
    /// (Σ work + Σ data in Mbit) · required rate, the revenue of the embedding literature.
    /// </summary>
    Admission,

    /// <summary>
    /// When the last batch job ends. Value: 1 / makespan in 1/s, so that more is better as everywhere (a makespan below
    /// 10⁻¹² s counts as that); 0 while a batch job waits, and without any. Stream jobs share what they may use as
    /// under <see cref="MaxMin"/>.
    /// </summary>
    Makespan,
}
