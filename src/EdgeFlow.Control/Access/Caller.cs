namespace EdgeFlow.Control.Access;

/// <summary>Who asks: handed to whatever answers. Immutable.</summary>
/// <param name="Actor">Its name, as events note it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Tenant">Whose things it sees, as <c>tenant_id</c> has it; null for everybody's.</param>
public sealed record Caller(string Actor, CallerRole Role, string? Tenant)
{
    /// <summary>An operator.</summary>
    /// <param name="actor">Its name.</param>
    public static Caller OfOperator(string actor) => new(actor, CallerRole.Operator, null);
}
