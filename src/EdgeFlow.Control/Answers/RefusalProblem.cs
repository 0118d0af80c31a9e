using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Answers;

/// <summary>Refusals as RFC 9457 problem details, whichever way they are told. Pure.</summary>
public static class RefusalProblem
{
    /// <summary>The problem details of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="instance">What was asked; null for nothing that has a path.</param>
    /// <param name="status">The status; null for that of its kind.</param>
    public static Problem Of(Refusal refusal, string? instance, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new Problem(
            $"/problems/{refusal.Kind}", TitleOf(refusal.Kind), status ?? StatusOf(refusal.Kind), refusal.Detail,
            instance, refusal.Errors.Count == 0 ? null : refusal.Errors);
    }

    /// <summary>The HTTP status of a kind.</summary>
    /// <param name="kind">One of <see cref="ProblemKinds"/>.</param>
    public static int StatusOf(string kind) => kind switch
    {
        ProblemKinds.InvalidManifest or ProblemKinds.KeyReused => 422,
        ProblemKinds.InvalidBody or ProblemKinds.InvalidName or ProblemKinds.InvalidQuery => 400,
        ProblemKinds.NotFound => 404,
        ProblemKinds.Conflict or ProblemKinds.NodeNameTaken or ProblemKinds.StaleEpoch or ProblemKinds.KeyInUse => 409,
        ProblemKinds.PreconditionFailed => 412,
        ProblemKinds.TooLarge => 413,
        ProblemKinds.Timeout => 408,
        ProblemKinds.Unauthorized => 401,
        ProblemKinds.Forbidden => 403,
        ProblemKinds.Unavailable => 503,
        _ => 500,
    };

    // The kind in words: invalid-manifest is "Invalid manifest".
    private static string TitleOf(string kind) =>
        char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ');
}
