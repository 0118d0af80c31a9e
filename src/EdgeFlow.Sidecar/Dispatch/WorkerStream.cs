using System.Threading.Channels;

namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>
/// One connected worker. The dispatcher puts work in under the engine's lock; one loop sends it. The queue needs no
/// bound of its own: what it holds is part of <see cref="Held"/>, which the dispatcher bounds.
/// </summary>
/// <param name="appId">The application it works for.</param>
/// <param name="keepsRuns">Whether it keeps runs between turns.</param>
/// <param name="fetchesHistory">Whether it fetches a past that is left out.</param>
internal sealed class WorkerStream(string appId, bool keepsRuns, bool fetchesHistory)
{
    private readonly Channel<(WorkTicket Ticket, WorkFrame Frame)> _outgoing =
        Channel.CreateUnbounded<(WorkTicket, WorkFrame)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The application it works for.</summary>
    public string AppId { get; } = appId;

    /// <summary>Whether a turn that goes on from its own last answer may come without the past.</summary>
    public bool KeepsRuns { get; } = keepsRuns;

    /// <summary>Whether a turn may come without a past that is too long for one message.</summary>
    public bool FetchesHistory { get; } = fetchesHistory;

    /// <summary>What it has and has not answered.</summary>
    public HashSet<WorkTicket> Held { get; } = [];

    /// <summary>How many of the held items were lost often before.</summary>
    public int SuspectsHeld { get; set; }

    /// <summary>Gives it an item.</summary>
    public void Offer(WorkTicket ticket, WorkFrame frame) => _outgoing.Writer.TryWrite((ticket, frame));

    /// <summary>Ends the stream from the sidecar's side.</summary>
    public void Close(Exception? reason) => _outgoing.Writer.TryComplete(reason);

    /// <summary>The items to send.</summary>
    public ChannelReader<(WorkTicket Ticket, WorkFrame Frame)> Outgoing => _outgoing.Reader;
}
