namespace EdgeFlow.Domain.Applications;

/// <summary>The ranges of what a job may ask.</summary>
public static class DemandLimits
{
    /// <summary>Highest priority.</summary>
    public const int MaxPriority = 100;

    /// <summary>Highest rate, in frames a second.</summary>
    public const double MaxRate = 1e6;

    /// <summary>Longest latency bound or timeout, in milliseconds: a week.</summary>
    public const double MaxMilliseconds = 7 * 24 * 3_600_000d;

    /// <summary>Most frames of a job.</summary>
    public const long MaxFrames = 1_000_000_000_000;

    /// <summary>Highest price an hour, of a budget or of a node, and per gigabyte of a link.</summary>
    public const double MaxPrice = 1e9;

    /// <summary>Highest power, of a budget or of a node, in watts.</summary>
    public const double MaxWatts = 1e9;

    /// <summary>What is wrong with a demand, in words; null when nothing is.</summary>
    public static string? Problem(JobDemand demand) => Fault(demand)?.Problem;

    /// <summary>What is wrong with a demand; null when nothing is.</summary>
    /// <returns>JSON pointer to it, from the manifest's <c>/spec</c>, and the problem in words.</returns>
    public static (string Pointer, string Problem)? Fault(JobDemand demand)
    {
        if (demand.Priority is < 0 or > MaxPriority)
        {
            return ("/priority", $"priority {demand.Priority} is not within 0 to {MaxPriority}");
        }

        if (demand.Frames is < 1 or > MaxFrames)
        {
            return ("/frames", $"{demand.Frames} frames is not within 1 to {MaxFrames}");
        }

        if (!IsPositive(demand.Required?.Value, MaxRate))
        {
            return ("/rate/required", $"a rate must be above 0 and at most {MaxRate} frames a second");
        }

        if (!IsPositive(demand.Wished?.Value, MaxRate))
        {
            return ("/rate/wished", $"a rate must be above 0 and at most {MaxRate} frames a second");
        }

        if (demand.Required is { } required && demand.Wished is { } wished && required.Value > wished.Value)
        {
            return ("/rate/required", $"the required rate {required} is above the wished rate {wished}");
        }

        return !IsPositive(demand.LatencyBound?.Value, MaxMilliseconds)
            ? ("/latency", $"the latency bound must be above 0 and at most {MaxMilliseconds} ms")
            : BudgetFault(demand);
    }

    private static (string Pointer, string Problem)? BudgetFault(JobDemand demand)
    {
        if (demand.Budget is not null && demand.Mode != JobMode.Stream)
        {
            return ("/budget", "a budget is of a stream: a batch job has no rate that it could be kept by");
        }

        if (!IsPositive(demand.Budget?.PricePerHour, MaxPrice))
        {
            return ("/budget/pricePerHour", $"a price must be above 0 and at most {MaxPrice} an hour");
        }

        if (!IsPositive(demand.Budget?.Watts, MaxWatts))
        {
            return ("/budget/watts", $"a power must be above 0 and at most {MaxWatts} W");
        }

        return IsPositive(demand.Accuracy, 1) ? null : ("/accuracy", "an accuracy must be above 0 and at most 1");
    }

    private static bool IsPositive(double? value, double most) => value is null || (value > 0 && value <= most);
}
