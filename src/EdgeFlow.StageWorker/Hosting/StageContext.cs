using EdgeFlow.Channels.Direct;
using EdgeFlow.StageWorker.Limits;
using EdgeFlow.StageWorker.Profiling;
using EdgeFlow.StageWorker.Registration;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>What all stages of a node share.</summary>
/// <param name="Node">Who the node is.</param>
/// <param name="Maker">Makes the code of stages.</param>
/// <param name="Control">The control plane.</param>
/// <param name="Transport">The way to other stages.</param>
/// <param name="Limits">Named limits.</param>
/// <param name="Runners">Frames that one stage works at at once.</param>
/// <param name="Cpu">The node's CPU limit.</param>
/// <param name="Profiles">Where measured times go.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The node's log.</param>
internal sealed record StageContext(
    NodeIdentity Node, StageMaker Maker, ControlClient Control, NodeTransport Transport, WorkerLimits Limits,
    int Runners, ICpuLimit Cpu, ProfileBook Profiles, TimeProvider Time, ILogger Logger);
