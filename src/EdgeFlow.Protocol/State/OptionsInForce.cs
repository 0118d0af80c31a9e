using EdgeFlow.Protocol.Settings;

namespace EdgeFlow.Protocol.State;

/// <summary>By what was decided at a place of the history.</summary>
/// <param name="Started">What the control plane that decided was started with; null where the history does not tell:
/// before the first one noted it.</param>
/// <param name="Set">What of it was set while it ran; what is null is as it was started.</param>
public sealed record OptionsInForce(StartedWith? Started, PlannerSettings Set);
