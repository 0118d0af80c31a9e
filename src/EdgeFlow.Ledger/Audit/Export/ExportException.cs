namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>
/// A file is no export, or a damaged one: it cannot be read to its end. The message says where and what.
/// </summary>
public sealed class ExportException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="problem">What is wrong there.</param>
    /// <param name="cause">What found it, if anything.</param>
    public ExportException(long line, string problem, Exception? cause = null)
        : base($"line {line}: {problem}", cause) => Line = line;

    /// <summary>The line, from 1.</summary>
    public long Line { get; }
}
