using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Cli.Connection;

/// <summary>The control plane refused a request, and said why.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Detail ?? problem.Title)
{
    /// <summary>What it said.</summary>
    public Problem Problem { get; } = problem;
}
