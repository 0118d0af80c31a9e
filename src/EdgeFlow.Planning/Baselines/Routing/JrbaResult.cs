using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>What JRBA decides.</summary>
/// <param name="Routes">y: the path of each flow.</param>
/// <param name="Bandwidth">b_i of each flow, bit/s.</param>
/// <param name="TransferTime">JTH = max V_i / b_i in seconds (A22: a time, not a throughput).</param>
/// <param name="RelaxedTime">TH* of the relaxation in seconds: no routes over these path sets have a lower
/// JTH.</param>
/// <param name="Work">Counted work.</param>
internal sealed record JrbaResult(
    IndexedRoute[] Routes, double[] Bandwidth, double TransferTime, double RelaxedTime, long Work);
