using EdgeFlow.Domain.Ids;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>
/// One draw of an online experiment: network, arrivals, lifetimes and failures. Every policy gets the same (common
/// random numbers). The same settings and seed give the same instance.
/// </summary>
public sealed class OnlineInstance
{
    private const double SecondsPerHour = 3600;

    /// <summary>Draws.</summary>
    /// <param name="settings">The experiment.</param>
    /// <param name="seed">The seed.</param>
    public OnlineInstance(OnlineSettings settings, ulong seed)
    {
        Settings = settings;
        var world = new EntsWorld(seed, settings.World);
        Network = world.Network(settings.Nodes);

        // A stream of its own, so that the same network meets the same jobs at every rate of arrivals.
        var random = new SplitMix(unchecked(seed * 0x9E3779B97F4A7C15 + 0x5851F42D4C957F2D));
        var (events, lifetimes, now) = (new List<OnlineEvent>(), new SortedDictionary<JobId, double>(), 0.0);
        for (var k = 0; k < settings.Jobs; k++)
        {
            now = settings.Trace is { } trace ? trace[k] : now + random.Exponential(1 / settings.ArrivalsPerSecond);
            var job = world.Job(k, Network.Nodes);
            events.Add(new OnlineEvent(now, job));
            var drawn = random.Exponential(settings.Lifetime);
            lifetimes.Add(job.Id, settings.IsLifetimeExponential ? drawn : settings.Lifetime);
        }

        LastArrival = now;
        events.AddRange(Failures(random, now + settings.Lifetime));
        Events = [.. events.OrderBy(e => e.At).ThenBy(e => e.Arrives?.Id.Value ?? e.Node!.Value.Value,
            StringComparer.Ordinal)];
        Lifetimes = lifetimes;
    }

    /// <summary>The experiment.</summary>
    public OnlineSettings Settings { get; }

    /// <summary>The network without jobs.</summary>
    public NetworkSnapshot Network { get; }

    /// <summary>Arrivals, failures and repairs, by time.</summary>
    public IReadOnlyList<OnlineEvent> Events { get; }

    /// <summary>Seconds that each job runs once placed.</summary>
    public IReadOnlyDictionary<JobId, double> Lifetimes { get; }

    /// <summary>When the last job arrives.</summary>
    public double LastArrival { get; }

    private IEnumerable<OnlineEvent> Failures(SplitMix random, double horizon)
    {
        foreach (var node in Settings.FailuresPerNodeHour > 0 ? Network.Nodes : [])
        {
            var mean = SecondsPerHour / Settings.FailuresPerNodeHour;
            for (var at = random.Exponential(mean); at < horizon; at += random.Exponential(mean))
            {
                yield return new OnlineEvent(at, null, node.Id);
                at += Settings.RepairSeconds;
                yield return new OnlineEvent(at, null, node.Id, IsUp: true);
            }
        }
    }
}
