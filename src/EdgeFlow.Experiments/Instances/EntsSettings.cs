using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// The setting of an ENTS instance: what ents.md §4.3 states, and its switches of §6 where the thesis is silent, each
/// with its number.
/// </summary>
/// <param name="Compute">A1: whether tasks on a node share its speed.</param>
/// <param name="Duplex">A2: whether the two directions of a link share its bandwidth.</param>
/// <param name="Objective">What our own policies plan for.</param>
/// <param name="MeanMegabits">Mean bandwidth of a link in Mbit/s: 1 in most figures, 10 in 3.11(b).</param>
/// <param name="Deviation">A28: σ / mean; √0.3 reads "variance 0.3" at 1 Mbit/s as σ², 0.3 as σ.</param>
/// <param name="Shape">A28: the distribution.</param>
/// <param name="InputBytes">A frame at the source: 6 MB raw (§4.1), 0.3 MB compressed (C3).</param>
/// <param name="DetectorBytes">What module 1 sends to module 2: 270 KB at 300², or the whole frame.</param>
/// <param name="Objects">Objects a frame: they multiply work and data of modules 3 to 9.</param>
/// <param name="TaskBytes">
/// R_req of each module. 0.4 GB make 4 GB a job, the request of the thesis' own example, and let 30 nodes hold about 50
/// unsplit jobs, as F4 and F7 demand (C1).
/// </param>
/// <param name="Sources">A29: where frames come from.</param>
/// <param name="Jobs">Which DAGs.</param>
public sealed record EntsSettings(
    ComputeModel Compute = ComputeModel.Exclusive, DuplexModel Duplex = DuplexModel.Half,
    Objective Objective = Objective.AverageRate, double MeanMegabits = 1,
    double Deviation = EntsSettings.RootOfVariance, BandwidthShape Shape = BandwidthShape.Normal,
    long InputBytes = 6_000_000, long DetectorBytes = 270_000, int Objects = 1, long TaskBytes = 400_000_000,
    SourceChoice Sources = SourceChoice.Uniform, JobShape Jobs = JobShape.Recognition)
{
    /// <summary>√0.3.</summary>
    public const double RootOfVariance = 0.5477225575051661;

    /// <summary>The defaults of ents.md: literal computation, half duplex, 1 Mbit/s, raw frames.</summary>
    public static EntsSettings Default { get; } = new();

    /// <summary>
    /// Light jobs on quick links (10 Mbit/s, compressed frames, 0.1 GiB a module), shared computation, max-min: what
    /// times of arrivals are measured with.
    /// </summary>
    public static EntsSettings Light { get; } = new(
        ComputeModel.Shared, DuplexModel.Half, Objective.MaxMin, 10, 0.548, BandwidthShape.Normal, 300_000, 270_000, 1,
        (1L << 30) / 10);
}
