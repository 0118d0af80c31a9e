namespace EdgeFlow.Ledger.Reports;

/// <summary>What was counted of an attempt that died with its node, so that it can be taken back when the node's
/// process turns out to live. Immutable.</summary>
/// <param name="Process">The process that died, by its incarnation.</param>
/// <param name="Hour">The hour that it was counted in.</param>
/// <param name="Joules">Energy.</param>
/// <param name="Price">Price of the computation.</param>
/// <param name="Sent">Its inputs, on each link.</param>
internal sealed record DeadCount(
    string Process, DateTimeOffset Hour, double Joules, double Price, IReadOnlyList<DeadBytes> Sent);

/// <summary>An input on a link.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Node">The node that sends it.</param>
/// <param name="Link">The link.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Price">Its price.</param>
internal sealed record DeadBytes(string Flow, string Node, string Link, double Bytes, double Price);
