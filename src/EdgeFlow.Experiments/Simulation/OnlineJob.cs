using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>A job in the course of a run. Mutable; owned by the run.</summary>
/// <param name="job">The job.</param>
/// <param name="arrival">When it arrived.</param>
/// <param name="lifetime">Seconds that it runs in all.</param>
internal sealed class OnlineJob(SnapshotJob job, double arrival, double lifetime)
{
    private const double Instant = 1e-9;

    private double _frames;
    private double _ran;

    /// <summary>The job.</summary>
    public SnapshotJob Job { get; } = job;

    /// <summary>Its rate now; null while it waits.</summary>
    public double? Rate { get; private set; }

    /// <summary>Seconds from arrival to the first placement, without the decision's own time; null before.</summary>
    public double? Waited { get; private set; }

    /// <summary>Seconds that the decision took by which it was first placed.</summary>
    public double Decided { get; private set; }

    /// <summary>The rate that it got when it was first placed.</summary>
    public double FirstRate { get; private set; }

    /// <summary>The rate at the end of the arrivals.</summary>
    public double? LastRate { get; private set; }

    /// <summary>Seconds that it still has to run.</summary>
    public double Left { get; private set; } = lifetime;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => Rate is not null;

    /// <summary>Whether it has run its time.</summary>
    public bool IsOver => Left <= Instant;

    /// <summary>The mean rate over the time that it ran.</summary>
    public double MeanRate => _ran > 0 ? _frames / _ran : 0;

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds)
    {
        if (Rate is { } rate)
        {
            _frames += rate * seconds;
            _ran += seconds;
            Left -= seconds;
        }
    }

    /// <summary>Takes note of a decision.</summary>
    /// <param name="rate">The rate; null when it waits.</param>
    /// <param name="now">The time.</param>
    /// <param name="planning">Seconds that the decision took.</param>
    /// <param name="isLast">Whether all jobs have arrived.</param>
    public void Set(double? rate, double now, double planning, bool isLast)
    {
        if (rate is { } first && Waited is null)
        {
            (Waited, Decided, FirstRate) = (now - arrival, planning, first);
        }

        Rate = rate;
        LastRate = isLast ? LastRate ?? rate ?? 0 : null;
    }

    /// <summary>Seconds waited until a time at most.</summary>
    public double WaitedUntil(double end) => Waited ?? end - arrival;
}
