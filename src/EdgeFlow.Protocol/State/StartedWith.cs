namespace EdgeFlow.Protocol.State;

/// <summary>What the control plane that decided was started with.</summary>
/// <param name="Program">The version of the program.</param>
/// <param name="Policies">The policies that it had, each with its version.</param>
/// <param name="Planning">How it planned, unless settings said otherwise.</param>
/// <param name="Leases">When it gave up what was silent.</param>
public sealed record StartedWith(
    string Program, IReadOnlyList<string> Policies, PlanningStart Planning, LeaseStart Leases);
