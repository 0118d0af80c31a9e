namespace EdgeFlow.Planning.Explanations;

/// <summary>What the question why a task is not on a node comes down to.</summary>
public enum WhyNotVerdict
{
    /// <summary>It is there.</summary>
    There,

    /// <summary>The node cannot host it: a constraint, memory, an accelerator, or the node is not to be had.</summary>
    CannotHost,

    /// <summary>The node can host it, but then the job cannot have what it requires.</summary>
    CannotServe,

    /// <summary>It can be there, and something gets worse.</summary>
    Worse,

    /// <summary>It can be there, and nothing gets worse.</summary>
    NoWorse,
}
