using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>
/// Lowers one demand of a job, all others as they are, until the job has a place, and says by how much: numbers by
/// bisection to <see cref="Precision"/>, rounded to three digits, to whichever side still fits; constraints by
/// giving them up and looking where the task would go. Used once.
/// </summary>
internal sealed class NearestFit(SnapshotJob job, FitTest test)
{
    /// <summary>Relative precision of numbers.</summary>
    public const double Precision = 1e-3;

    /// <summary>Least part of a rate, and most multiples of a bound, that are offered.</summary>
    public const double Range = 1e4;

    private const int MostSteps = 40;
    private const double Mebibyte = 1024 * 1024;

    /// <summary>What would fit with one demand lowered, in words; null when lowering it alone does not help.</summary>
    public string? Words(Demand demand)
    {
        if (test.Find(demand.Drop(job)) is not { } place)
        {
            return null;
        }

        return demand.Kind switch
        {
            DemandKind.Rate => Rate(),
            DemandKind.Latency => Latency(place.Plan.Span.Value),
            DemandKind.Budget => Budget(demand.Pointer),
            DemandKind.Memory => Memory(demand.Task),
            DemandKind.Nodes or DemandKind.Choice => Elsewhere(demand, place),
            DemandKind.Pairing => $"not {demand.Words}",
            DemandKind.Work => Work(demand.Task),
            _ => $"without {demand.Words}",
        };
    }

    private string? Rate()
    {
        var required = job.Demand.Required!.Value.Value;
        var part = Least(factor => At(required / factor), 1, Range);
        if (part is null)
        {
            return FormattableString.Invariant($"without a required rate, of {required} frames/s not even a trace");
        }

        var rate = First(At, RoundUp(required / part.Value), RoundDown(required / part.Value));
        return rate is not null ? FormattableString.Invariant($"{rate} frames/s instead of {required}") : null;

        bool At(double value) => Fits(job with { Demand = job.Demand with { Required = new FrameRate(value) } });
    }

    private string? Latency(double unbound)
    {
        var asked = job.Demand.LatencyBound!.Value.Value;
        var most = Math.Max(Range, 2 * unbound / asked);
        var factor = Least(f => At(asked * f), 1, most);
        var bound = factor is null ? null : First(At, RoundDown(asked * factor.Value), RoundUp(asked * factor.Value));
        return bound is not null
            ? FormattableString.Invariant($"a latency of {bound} ms instead of {asked}") : null;

        bool At(double value) => Fits(job with { Demand = job.Demand with { LatencyBound = new Milliseconds(value) } });
    }

    private string? Budget(string pointer)
    {
        var isPrice = pointer.EndsWith("pricePerHour", StringComparison.Ordinal);
        var budget = job.Demand.Budget!;
        var asked = (isPrice ? budget.PricePerHour : budget.Watts)!.Value;
        var factor = Least(f => At(asked * f), 1, Range);
        var bound = factor is null ? null : First(At, RoundDown(asked * factor.Value), RoundUp(asked * factor.Value));
        return bound is null ? null
            : isPrice ? FormattableString.Invariant($"{bound} an hour instead of {asked}")
            : FormattableString.Invariant($"{bound} W instead of {asked}");

        bool At(double value) => Fits(job with
        {
            Demand = job.Demand with
            {
                Budget = isPrice ? budget with { PricePerHour = value } : budget with { Watts = value },
            },
        });
    }

    private string? Memory(int task)
    {
        var asked = job.Tasks[task].Memory.Value;
        long fits = 0;
        var fails = asked;
        for (var step = 0; step < MostSteps && fails - fits > asked * Precision; step++)
        {
            var middle = fits + (fails - fits) / 2;
            (fits, fails) = At(middle) ? (middle, fails) : (fits, middle);
        }

        var less = asked - fits;
        var words = less >= Mebibyte ? FormattableString.Invariant($"{RoundUp(less / Mebibyte)} MiB")
            : FormattableString.Invariant($"{less} bytes");
        return $"with {words} less for task {job.Tasks[task].Id}";

        bool At(long bytes) => Fits(DemandList.With(job, task, t => t with { Memory = new Bytes(bytes) }));
    }

    private string? Work(int task)
    {
        var asked = job.Tasks[task].Work.Value;
        var factor = Least(f => At(asked / f), 1, Range);
        var work = factor is null ? null : First(At, RoundUp(asked / factor.Value), RoundDown(asked / factor.Value));
        return work is null ? $"without the work of task {job.Tasks[task].Id}"
            : FormattableString.Invariant($"{work} instead of {asked} units of work for task {job.Tasks[task].Id}");

        bool At(double value) => Fits(DemandList.With(job, task, t => t with
        {
            Work = new WorkUnits(value),
            Measured = new Dictionary<string, Milliseconds>(),
        }));
    }

    /// <summary>One label less where that is enough; else the node where the task would go.</summary>
    private string Elsewhere(Demand demand, HeldJob place)
    {
        var task = job.Tasks[demand.Task];
        if (demand.Pointer.EndsWith("labels", StringComparison.Ordinal) && task.Constraints.Labels.Count > 1)
        {
            foreach (var label in task.Constraints.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
            {
                var others = task.Constraints.Labels.Where(l => l.Key != label.Key).ToDictionary();
                if (Fits(DemandList.With(job, demand.Task, t => t with
                {
                    Constraints = t.Constraints with { Labels = others },
                })))
                {
                    return $"without label {label.Key}={label.Value} on task {task.Id}";
                }
            }
        }

        NodeId node = place.Plan.Placements.First(p => p.Task == task.Id).Node;
        return demand.Pointer.EndsWith("nodes", StringComparison.Ordinal)
            ? $"task {task.Id} on {node}" : $"task {task.Id} on {node}, without {demand.Pointer.Split('/')[^1]}";
    }

    private bool Fits(SnapshotJob other) => test.Find(other) is not null;

    /// <summary>The least factor at which something fits that does not at the lower end, by bisection of its
    /// logarithm; null when it does not fit at the upper end.</summary>
    private static double? Least(Func<double, bool> fits, double low, double high)
    {
        if (!fits(high))
        {
            return null;
        }

        for (var step = 0; step < MostSteps && high > low * (1 + Precision); step++)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = fits(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static double? First(Func<double, bool> fits, double bold, double safe) =>
        fits(bold) ? bold : fits(safe) ? safe : null;

    private static double RoundDown(double value) => Rounded(value, Math.Floor);

    private static double RoundUp(double value) => Rounded(value, Math.Ceiling);

    /// <summary>Three digits that count.</summary>
    private static double Rounded(double value, Func<double, double> round)
    {
        if (value is <= 0 or > 1e15)
        {
            return value;
        }

        var digits = 2 - (int)Math.Floor(Math.Log10(value));
        var scale = Math.Pow(10, Math.Abs(digits));
        return digits >= 0 ? round(value * scale) / scale : round(value / scale) * scale;
    }
}
