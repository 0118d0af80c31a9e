namespace EdgeFlow.Domain.Documents;

/// <summary>What is wrong at one place of a manifest or of another document that a user sent.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the value; empty for the document itself.</param>
/// <param name="Line">Line of the text, 1 and up.</param>
/// <param name="Column">Column in the line, 1 and up.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Expected">What would be right.</param>
public sealed record ManifestError(string Pointer, int Line, int Column, string Problem, string Expected);
