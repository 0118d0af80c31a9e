namespace EdgeFlow.Control.Runs;

/// <summary>What a job's workflow is started with, and continues with at each new turn.</summary>
/// <param name="Job">The job; also the instance's id.</param>
/// <param name="Hosted">Nodes that may still host stages of it from earlier epochs, by name.</param>
/// <param name="Correlation">The correlation id of its submission; null for none.</param>
/// <param name="Turn">How many turns went before; null for none, and in histories from before it was counted.</param>
public sealed record JobInput(
    string Job, IReadOnlyList<string> Hosted, string? Correlation = null, int? Turn = null);
