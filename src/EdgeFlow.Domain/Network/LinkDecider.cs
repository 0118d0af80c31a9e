using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Network;

/// <summary>
/// Decides what happens to a link: command in, events out; and what they mean: <see cref="Evolve"/>. Pure.
/// </summary>
public static class LinkDecider
{
    /// <summary>Highest capacity, in bits a second: 10 Tbit/s.</summary>
    public const long MaxBitsPerSecond = 10_000_000_000_000;

    /// <summary>Longest delay, in milliseconds: an hour.</summary>
    public const double MaxDelayMs = 3_600_000;

    /// <summary>The answer to a command.</summary>
    /// <param name="state">The link as it is; null when it was never declared.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(LinkState? state, LinkCommand command)
    {
        if (command is DeclareLink declare)
        {
            return Declare(state, declare);
        }

        if (state is null || (state.Status == LinkStatus.Removed && command is not RemoveLink))
        {
            return Decision.Reject(RejectionCodes.Unknown,
                $"There is no link '{EventText.Clean(command.Link.Value)}'.");
        }

        return command switch
        {
            DegradeLink degrade => Degrade(state, degrade),
            RestoreLink restore => Restore(state, restore.OccurredAt),
            RemoveLink remove => state.Status == LinkStatus.Removed
                ? Decision.Nothing
                : Decision.Of(new LinkRemoved(state.Link, remove.OccurredAt)),
            _ => throw new InvalidOperationException($"Link '{state.Link}': no rule for {command.GetType().Name}."),
        };
    }

    /// <summary>The link after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static LinkState Evolve(LinkState? state, IEvent @event)
    {
        if (@event is LinkDeclared declared)
        {
            var status = LinkLifecycle.Table.After(state?.Status, LinkTrigger.Declared, declared.Link);
            return new LinkState(
                declared.Link, declared.A, declared.B, status, declared.Capacity, declared.Capacity,
                declared.Delay, Reason: "", declared.PricePerGigabyte);
        }

        var before = state ?? throw new InvalidOperationException(
            $"The history of a link starts with {@event.GetType().Name}; LinkDeclared is expected.");
        return @event switch
        {
            LinkDegraded degraded => Move(before, LinkTrigger.Degraded, degraded.Capacity, degraded.Reason),
            LinkRestored => Move(before, LinkTrigger.Restored, before.Declared, ""),
            LinkRemoved => Move(before, LinkTrigger.Removed, new BitsPerSecond(0), ""),
            _ => throw new InvalidOperationException(
                $"The history of link '{before.Link}' has a {@event.GetType().Name}."),
        };
    }

    private static LinkState Move(LinkState state, LinkTrigger trigger, BitsPerSecond capacity, string reason) =>
        state with
        {
            Status = LinkLifecycle.Table.After(state.Status, trigger, state.Link),
            Capacity = capacity,
            Reason = reason,
        };

    private static Decision Declare(LinkState? state, DeclareLink declare)
    {
        if (Wrong(declare) is { } problem)
        {
            return Decision.Reject(RejectionCodes.BadValue,
                $"Link '{EventText.Clean(declare.Link.Value)}': {problem}.");
        }

        if (state is { Status: not LinkStatus.Removed })
        {
            if (state.A != declare.A || state.B != declare.B)
            {
                return Decision.Reject(
                    RejectionCodes.Exists,
                        $"Link '{state.Link}' joins '{state.A}' and '{state.B}'; remove it to give it other ends.");
            }

            if (state.Declared == declare.Capacity && state.Delay == declare.Delay
                && state.PricePerGigabyte.Equals(declare.PricePerGigabyte))
            {
                return Decision.Nothing;
            }
        }

        return Decision.Of(new LinkDeclared(
            declare.Link, declare.A, declare.B, declare.Capacity, declare.Delay, declare.OccurredAt,
            declare.PricePerGigabyte));
    }

    private static Decision Degrade(LinkState state, DegradeLink degrade)
    {
        if (degrade.Capacity.Value < 0)
        {
            return Decision.Reject(RejectionCodes.BadValue,
                $"Link '{state.Link}': a capacity of {degrade.Capacity} is negative.");
        }

        if (degrade.Capacity.Value >= state.Declared.Value)
        {
            return Restore(state, degrade.OccurredAt);
        }

        return degrade.Capacity == state.Capacity
            ? Decision.Nothing
            : Decision.Of(new LinkDegraded(
                state.Link, degrade.Capacity, EventText.Clean(degrade.Reason), degrade.OccurredAt));
    }

    private static Decision Restore(LinkState state, DateTimeOffset at) =>
        state.Status == LinkStatus.Degraded ? Decision.Of(new LinkRestored(state.Link, at)) : Decision.Nothing;

    private static string? Wrong(DeclareLink declare)
    {
        if (!Name.IsValid(declare.Link.Value) || !Name.IsValid(declare.A.Value) || !Name.IsValid(declare.B.Value))
        {
            return $"its id and the names of its ends must be {Name.Rule}";
        }

        if (declare.A == declare.B)
        {
            return $"both ends are '{declare.A}'";
        }

        if (declare.Capacity.Value is < 1 or > MaxBitsPerSecond)
        {
            return $"its capacity must be 1 to {MaxBitsPerSecond} bit/s";
        }

        if (declare.PricePerGigabyte is not (>= 0 and <= Applications.DemandLimits.MaxPrice))
        {
            return $"its price must be 0 to {Applications.DemandLimits.MaxPrice} a gigabyte";
        }

        return declare.Delay.Value is >= 0 and <= MaxDelayMs ? null : $"its delay must be 0 to {MaxDelayMs} ms";
    }
}
