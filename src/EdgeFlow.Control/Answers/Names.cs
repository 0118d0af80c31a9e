using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Answers;

/// <summary>Checks names that come in paths and queries.</summary>
public static class Names
{
    /// <summary>What is wrong with a name, or null. The name itself is not repeated: it may be made to
    /// deceive.</summary>
    /// <param name="what">What it should name, e.g. <c>job</c>.</param>
    /// <param name="name">The name as sent.</param>
    public static Refusal? Check(string what, string? name) => Name.IsValid(name)
        ? null
        : Refusal.Of(ProblemKinds.InvalidName, $"The {what}'s name must be {Name.Rule}.");
}
