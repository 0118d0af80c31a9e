namespace EdgeFlow.Planning.Snapshots;

/// <summary>What the rates of the stream jobs are chosen for. Required rates, latency and budgets are constraints under
/// each of them; a job that waits has rate 0.</summary>
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
}
