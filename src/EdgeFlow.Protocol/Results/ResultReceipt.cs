namespace EdgeFlow.Protocol.Results;

/// <summary>What became of a <see cref="ResultBatch"/>.</summary>
/// <param name="Stored">New results.</param>
/// <param name="Duplicates">Results that were there already.</param>
public sealed record ResultReceipt(int Stored, int Duplicates);
