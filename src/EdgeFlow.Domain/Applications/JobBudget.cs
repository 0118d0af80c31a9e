using System.Text.Json.Serialization;

namespace EdgeFlow.Domain.Applications;

/// <summary>
/// What a stream job may cost while it runs, in proportion to what it uses: both grow with its rate, so a budget is a
/// rate that it may not exceed where it is placed. Constraints, not wishes.
/// </summary>
/// <param name="PricePerHour">Most that its computation and its traffic may cost an hour, above 0; null for no
/// bound.</param>
/// <param name="Watts">Most power that its computation may draw above what idle nodes draw, above 0; null for no
/// bound.</param>
public sealed record JobBudget(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? PricePerHour = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Watts = null);
