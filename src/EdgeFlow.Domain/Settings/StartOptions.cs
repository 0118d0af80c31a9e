namespace EdgeFlow.Domain.Settings;

/// <summary>
/// What a control plane was started with, as far as it changes what is decided; neither addresses nor secrets.
/// Immutable.
/// </summary>
/// <param name="Program">The version of the program, with the commit that it was built from where that is known: what
/// is fixed in the program is told by it.</param>
/// <param name="Policies">The policies that it has, each with its version (<c>tier0/1</c>), in the order of their
/// names.</param>
/// <param name="Planning">How it plans, unless settings say otherwise.</param>
/// <param name="Leases">When it gives up what is silent.</param>
public sealed record StartOptions(
    string Program, IReadOnlyList<string> Policies, PlanningStart Planning, LeaseStart Leases)
{
    /// <summary>Most policies that are named.</summary>
    public const int MaxPolicies = 256;

    /// <summary>Whether the same stands in both.</summary>
    /// <param name="other">The other one; null for none.</param>
    public bool Equals(StartOptions? other) =>
        other is not null && Program == other.Program && Policies.SequenceEqual(other.Policies)
        && Planning == other.Planning && Leases == other.Leases;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Program, Policies.Count, Planning, Leases);
}
