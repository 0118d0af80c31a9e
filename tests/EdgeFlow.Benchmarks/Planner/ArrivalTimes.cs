namespace EdgeFlow.Benchmarks.Planner;

/// <summary>Times of some arrivals, each followed by a departure that is not counted.</summary>
/// <param name="Ms">Milliseconds of each, sorted.</param>
/// <param name="Processor">Processor time of each, of all threads, the collector's too; milliseconds, sorted.</param>
/// <param name="Changed">Other jobs whose plan changed, in the mean.</param>
internal sealed record ArrivalTimes(IReadOnlyList<double> Ms, IReadOnlyList<double> Processor, double Changed)
{
    /// <summary>The mean.</summary>
    public double Mean => Ms.Average();

    /// <summary>The time that 99 of 100 do not exceed.</summary>
    public double P99 => Tail(Ms);

    /// <summary>Processor time of one in the mean.</summary>
    public double ProcessorMs => Processor.Average();

    /// <summary>Processor time that 99 of 100 do not exceed: what the time would be on a machine with nothing else to
    /// do.</summary>
    public double ProcessorP99 => Tail(Processor);

    /// <summary>Lets jobs come and go.</summary>
    public static ArrivalTimes Of(LoadedWorld world, int arrivals)
    {
        var (times, processor, changed) = (new List<double>(arrivals), new List<double>(arrivals), 0.0);
        for (var k = 0; k < arrivals; k++)
        {
            var arrival = world.Arrival();
            var before = Environment.CpuUsage.TotalTime;
            times.Add(world.Plan(arrival));
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            changed += world.Last.Changed.Count - 1;
            world.Plan(world.Departure(k));
        }

        times.Sort();
        processor.Sort();
        return new ArrivalTimes(times, processor, changed / arrivals);
    }

    private static double Tail(IReadOnlyList<double> sorted) =>
        sorted[Math.Min(sorted.Count - 1, sorted.Count * 99 / 100)];
}
