namespace EdgeFlow.Planning.Placement;

/// <summary>Why a job cannot be placed.</summary>
/// <param name="Pointer">JSON pointer into its manifest to what cannot be met.</param>
/// <param name="Reason">In words.</param>
internal sealed record Refusal(string Pointer, string Reason);
