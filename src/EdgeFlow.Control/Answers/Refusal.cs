using EdgeFlow.Domain;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Answers;

/// <summary>A request that is refused: an expected outcome, told as problem details.</summary>
/// <param name="Kind">One of <see cref="ProblemKinds"/>.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Errors">Everything wrong with the input; empty when it as a whole is the matter.</param>
public sealed record Refusal(string Kind, string Detail, IReadOnlyList<ProblemError> Errors)
{
    /// <summary>A refusal without places in the input.</summary>
    public static Refusal Of(string kind, string detail) => new(kind, detail, []);

    /// <summary>A refusal of something with errors in it, told all at once.</summary>
    /// <param name="kind">One of <see cref="ProblemKinds"/>.</param>
    /// <param name="what">What has them, e.g. <c>manifest</c>.</param>
    /// <param name="errors">The errors, at least one.</param>
    public static Refusal Of(string kind, string what, IReadOnlyList<ProblemError> errors) =>
        new(kind, errors.Count == 1 ? $"The {what} has an error." : $"The {what} has {errors.Count} errors.", errors);

    /// <summary>What a decider's refusal is to a caller.</summary>
    public static Refusal Of(Rejected rejected) => Of(
        rejected.Code switch
        {
            RejectionCodes.Unknown => ProblemKinds.NotFound,
            RejectionCodes.BadValue => ProblemKinds.InvalidBody,
            RejectionCodes.StaleEpoch => ProblemKinds.StaleEpoch,
            RejectionCodes.NameTaken => ProblemKinds.NodeNameTaken,
            _ => ProblemKinds.Conflict,
        },
        rejected.Reason);
}
