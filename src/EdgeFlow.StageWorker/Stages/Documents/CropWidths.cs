namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>Rounds the widths of crops up to a few values, so that crops can share a run. Immutable.</summary>
/// <param name="Step">The values are multiples of it, in pixels.</param>
/// <param name="Least">The smallest one.</param>
/// <param name="Most">The largest one; wider crops are squeezed to it.</param>
internal sealed record CropWidths(int Step, int Least, int Most)
{
    /// <summary>The width of the tensor for a crop of this width.</summary>
    public int Bucket(int width) => Math.Min(Most, Math.Max(Least, (width + Step - 1) / Step * Step));
}
