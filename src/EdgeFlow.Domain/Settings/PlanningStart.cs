namespace EdgeFlow.Domain.Settings;

/// <summary>How a control plane plans that was started so. Immutable.</summary>
/// <param name="Policy">The name of the policy that answers events.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="Compute">The reading of compute: <c>shared</c> or <c>exclusive</c>.</param>
/// <param name="Duplex">The reading of links: <c>half</c> or <c>full</c>.</param>
/// <param name="Objective">The name of what rates of stream jobs are chosen for.</param>
/// <param name="MostMoved">Part (0 to 1) of the running tasks that one plan may move although they could
/// stay.</param>
/// <param name="FullMesh">Whether nodes without a declared link are connected to every other.</param>
/// <param name="MeshBitsPerSecond">Capacity of such a link, in bits a second.</param>
/// <param name="MeshDelayMs">Delay of such a link, in milliseconds.</param>
/// <param name="ProfilePauseMs">How long new profiles wait for more of them before a plan is made, in
/// milliseconds.</param>
/// <param name="ImproveAfterSeconds">Seconds without a change after which a better plan is looked for; 0 for
/// never.</param>
/// <param name="ImproveWork">Counted work of such a search.</param>
/// <param name="DefaultWorkGmac">Work of a frame of a task that declares none and was never profiled, in GMAC.</param>
/// <param name="DefaultFrameBytes">Data of a frame of a flow that declares none and was never measured, in
/// bytes.</param>
/// <param name="DefaultBatchFrames">Frames of a batch job whose source does not say how many it has.</param>
public sealed record PlanningStart(
    string Policy, ulong Seed, string Compute, string Duplex, string Objective, double MostMoved, bool FullMesh,
    long MeshBitsPerSecond, double MeshDelayMs, double ProfilePauseMs, double ImproveAfterSeconds, long ImproveWork,
    double DefaultWorkGmac, long DefaultFrameBytes, long DefaultBatchFrames);
