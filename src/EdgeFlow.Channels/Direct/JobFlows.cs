namespace EdgeFlow.Channels.Direct;

/// <summary>What one node knows of one job's flows under one epoch. Immutable but for what it points to.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Consumers">Hosted tasks that receive, by task.</param>
/// <param name="Producers">Who hears acknowledgements, by (from, to): gets the completed frames' ids.</param>
/// <param name="Relays">Next hop by (from, to) of the flows that only pass through.</param>
public sealed record JobFlows(
    int Epoch,
    IReadOnlyDictionary<string, IFrameConsumer> Consumers,
    IReadOnlyDictionary<(string From, string To), Action<IReadOnlyList<long>>> Producers,
    IReadOnlyDictionary<(string From, string To), string> Relays);
