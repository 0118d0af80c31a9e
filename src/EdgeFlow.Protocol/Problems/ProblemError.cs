namespace EdgeFlow.Protocol.Problems;

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to it; empty for the whole document.</param>
/// <param name="Line">Line in the text as sent, from 1; 0 when unknown.</param>
/// <param name="Column">Column, from 1; 0 when unknown.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Expected">What would be right.</param>
public sealed record ProblemError(string Pointer, int Line, int Column, string Problem, string Expected);
