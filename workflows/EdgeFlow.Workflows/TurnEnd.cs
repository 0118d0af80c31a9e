namespace EdgeFlow.Workflows;

/// <summary>How a turn ended.</summary>
/// <param name="Again">The plan is to be loaded again; otherwise the job is over and its last event is
/// recorded.</param>
internal sealed record TurnEnd(bool Again)
{
    public static readonly TurnEnd Reload = new(true);

    public static readonly TurnEnd Over = new(false);
}
