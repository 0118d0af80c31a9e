namespace EdgeFlow.Protocol.Settings;

/// <summary>The settings: what holds, what was set, and what is wrong.</summary>
/// <param name="Planner">What the next plan is made by.</param>
/// <param name="Set">What of it was set while the control plane ran.</param>
/// <param name="Revision">How often they were changed; also the ETag.</param>
/// <param name="Store">The configuration store that they are taken from; null when they are set here.</param>
/// <param name="Problems">What the store holds that was refused, or why it cannot be read; empty when all is
/// well.</param>
public sealed record SettingsView(
    PlannerSettings Planner, PlannerSettings Set, long Revision, string? Store, IReadOnlyList<string> Problems);
