namespace EdgeFlow.Control.Plans.Solves;

/// <summary>Who asked the planner.</summary>
public enum SolveOrigin
{
    /// <summary>The loop that plans for events.</summary>
    Event,

    /// <summary>The search for a better plan in the background.</summary>
    Improvement,
}
