using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Something that happens in a branch and did not happen.</summary>
/// <param name="After">How long after the branch's beginning, ≥ 0.</param>
public abstract record BranchCommand(TimeSpan After);

/// <summary>A node is lost and stays away: what was recorded of it later does not happen.</summary>
/// <param name="Node">The node.</param>
/// <param name="After">When.</param>
public sealed record FailNode(NodeId Node, TimeSpan After) : BranchCommand(After);

/// <summary>A link has another capacity and keeps it: what was recorded of it later does not happen.</summary>
/// <param name="Link">The link.</param>
/// <param name="Capacity">What it has now; 0 when down.</param>
/// <param name="After">When.</param>
public sealed record ChangeLink(LinkId Link, BitsPerSecond Capacity, TimeSpan After) : BranchCommand(After);

/// <summary>A link is there that was not.</summary>
/// <param name="Link">Its id.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Capacity">What it has.</param>
/// <param name="Delay">Delay of a passage.</param>
/// <param name="After">When.</param>
public sealed record AddLink(
    LinkId Link, NodeId A, NodeId B, BitsPerSecond Capacity, Milliseconds Delay, TimeSpan After) : BranchCommand(After);

/// <summary>A node is there that was not.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Capacity">What it has.</param>
/// <param name="After">When.</param>
public sealed record AddNode(NodeId Node, NodeCapacity Capacity, TimeSpan After) : BranchCommand(After);

/// <summary>An application is declared that was not.</summary>
/// <param name="Declaration">The declaration; its time is replaced.</param>
/// <param name="After">When.</param>
public sealed record DeclareInBranch(DeclareApplication Declaration, TimeSpan After) : BranchCommand(After);

/// <summary>A job is submitted that was not.</summary>
/// <param name="Submission">The submission; its time is replaced.</param>
/// <param name="After">When.</param>
public sealed record SubmitInBranch(SubmitJob Submission, TimeSpan After) : BranchCommand(After);
