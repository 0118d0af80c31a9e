using System.Globalization;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Puts the losses of a node in plain sentences.</summary>
internal static class NodeLossWords
{
    /// <summary>The sentences, what is now first, then the newest loss.</summary>
    public static IReadOnlyList<string> Of(NodeView now, IReadOnlyList<NodeLoss> losses)
    {
        var heard = now.HeardMsAgo is { } ago ? Say($"; it was last heard {ago:0} ms ago") : "";
        var words = new List<string> { $"{now.Node} is {now.Status}{heard}." };
        if (losses.Count == 0)
        {
            words.Add("It was never given up.");
        }

        words.AddRange(losses.SelectMany(Loss));
        return words;
    }

    private static IEnumerable<string> Loss(NodeLoss loss)
    {
        yield return $"It was given up at {Time(loss.At)}: process {loss.Incarnation} was last heard at "
            + $"{Time(loss.LastHeardAt)}" + Missing(loss) + ".";
        yield return loss.RefusedAt is { } address
            ? $"The machine said that nothing listens at {address} any more, so its lease need not end first."
            : loss.LeaseMs is { } lease ? Say($"Its lease of {lease:0} ms ended.") : $"As told then: {loss.Reason}.";
        yield return loss.Revision is { } revision ? $"The next plan was {revision}." : "No plan was made since.";
        if (loss is { Ended: { } ended, EndedAt: { } at })
        {
            yield return ended switch
            {
                "returned" => $"The same process was heard again at {Time(at)}.",
                "left" => $"It said good-bye at {Time(at)}.",
                _ => $"Another process of that name registered at {Time(at)}.",
            };
        }
    }

    private static string Missing(NodeLoss loss) => loss is { SilentMs: { } silent, HeartbeatMs: { } beat }
        ? Say($", {silent:0} ms before; it is to be heard every {beat:0} ms, so {loss.Missing} heartbeats were missing")
        : "";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
