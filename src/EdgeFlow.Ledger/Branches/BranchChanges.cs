using System.Globalization;
using EdgeFlow.Control.Commands;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>What a branch's changes mean to the domain's deciders. Pure.</summary>
internal static class BranchChanges
{
    // What speaks for a node that exists only in a branch; nothing is ever sent there.
    private const string Incarnation = "branch";
    private const string Address = "http://branch.invalid";
    private const string Reason = "what if";

    /// <summary>The commands, each with the stream whose recorded events do not happen from then on; null where none
    /// is taken from the record.</summary>
    public static IEnumerable<(string? Stream, object Command)> Of(
        BranchCommand command, WorldState world, DateTimeOffset at) => command switch
        {
            FailNode fail => [(Aggregates.Node.StreamOf(fail.Node.Value), new LoseNode(
                fail.Node, world.Nodes.GetValueOrDefault(fail.Node)?.State.Incarnation ?? "", at, Reason, at))],
            ChangeLink change => [(Aggregates.Link.StreamOf(change.Link.Value), Changed(change, world, at))],
            AddLink add => [(Aggregates.Link.StreamOf(add.Link.Value), new DeclareLink(
                add.Link, add.A, add.B, add.Capacity, add.Delay, at))],
            AddNode add => [(Aggregates.Node.StreamOf(add.Node.Value), new RegisterNode(
                add.Node, Incarnation, add.Capacity, Address, LeaseHeld: true, at))],
            DeclareInBranch declare => [(null, declare.Declaration with { OccurredAt = at })],
            SubmitInBranch submit => [(null, submit.Submission with { OccurredAt = at })],
            _ => throw new InvalidOperationException($"A branch has no rule for {command.GetType().Name}."),
        };

    /// <summary>A change in words.</summary>
    public static string Words(BranchCommand command)
    {
        var what = command switch
        {
            FailNode fail => $"fail node {fail.Node}",
            ChangeLink { Capacity.Value: 0 } change => $"fail link {change.Link}",
            ChangeLink change => $"link {change.Link} = {change.Capacity.Value} bit/s",
            AddLink add => $"add link {add.Link}",
            AddNode add => $"add node {add.Node}",
            DeclareInBranch declare => $"declare {declare.Declaration.Application}",
            SubmitInBranch submit => $"submit {submit.Submission.Job}",
            _ => command.GetType().Name,
        };
        return command.After == TimeSpan.Zero
            ? what
            : string.Create(CultureInfo.InvariantCulture, $"{what} at +{command.After.TotalSeconds:0.###} s");
    }

    // More than was declared is another declaration; less is the same link, degraded.
    private static LinkCommand Changed(ChangeLink change, WorldState world, DateTimeOffset at) =>
        world.Links.GetValueOrDefault(change.Link)?.State is { } link && change.Capacity.Value > link.Declared.Value
            ? new DeclareLink(
                link.Link, link.A, link.B, change.Capacity, link.Delay, at, link.PricePerGigabyte)
            : change.Capacity.Value == (world.Links.GetValueOrDefault(change.Link)?.State.Declared.Value ?? -1)
                ? new RestoreLink(change.Link, at)
                : new DegradeLink(change.Link, change.Capacity, Reason, at);
}
