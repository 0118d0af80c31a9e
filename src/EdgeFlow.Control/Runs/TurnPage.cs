namespace EdgeFlow.Control.Runs;

/// <summary>Asks for a further page of a turn.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The epoch of the pages before.</param>
/// <param name="From">How many hosts or tasks those had.</param>
public sealed record TurnPage(string Job, int Epoch, int From);
