namespace EdgeFlow.Protocol.ReadModels;

/// <summary>Asks to make read models again: <c>POST /v1/read-models/rebuild</c>.</summary>
/// <param name="Models">Their names; null for all.</param>
/// <param name="Check">Compares with the running ones instead of taking their place.</param>
public sealed record RebuildRequest(IReadOnlyList<string>? Models = null, bool Check = false);
