namespace EdgeFlow.Protocol.Plans;

/// <summary>Which way one flow takes before and after.</summary>
/// <param name="From">The producing task.</param>
/// <param name="To">The consuming task.</param>
/// <param name="NodesBefore">The nodes it passed; none when it was not there.</param>
/// <param name="NodesAfter">The nodes it passes; none when it is not there.</param>
/// <param name="BandwidthBefore">Bits a second before; 0 when its tasks were together.</param>
/// <param name="BandwidthAfter">Bits a second after; 0 when its tasks are together.</param>
/// <param name="Rerouted">Whether it takes other links although its tasks stay where they are.</param>
public sealed record FlowDifference(
    string From, string To, IReadOnlyList<string> NodesBefore, IReadOnlyList<string> NodesAfter, long BandwidthBefore,
    long BandwidthAfter, bool Rerouted);
