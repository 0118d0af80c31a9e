using System.Text.Json;
using EdgeFlow.Control.Directives;
using EdgeFlow.Protocol;

namespace EdgeFlow.Control.Runs;

/// <summary>
/// Cuts a turn into pages, because a workflow's history carries no payload larger than
/// <see cref="DirectiveLimits.MaxBytes"/>, and a DAG of a thousand tasks has more directives than that. Pure.
/// </summary>
public static class TurnPages
{
    /// <summary>The page that begins with this host or task; the whole turn where it fits.</summary>
    /// <param name="turn">The whole turn.</param>
    /// <param name="from">How many hosts or tasks the pages before had.</param>
    public static JobTurn Page(JobTurn turn, int from)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var frame = Bytes(turn with { Hosts = [], Tasks = [] });
        var (hosts, total) = (turn.Hosts.Count, turn.Hosts.Count + turn.Tasks.Count);
        var (end, size) = (from, frame);
        while (end < total)
        {
            var bytes = 1 + (end < hosts ? Bytes(turn.Hosts[end]) : Bytes(turn.Tasks[end - hosts]));
            if (frame + bytes > DirectiveLimits.MaxDirectiveBytes)
            {
                return TooLarge(turn, bytes);
            }

            // A directive that fills a page by itself still is a page: it cannot be cut.
            if (end > from && size + bytes > DirectiveLimits.MaxBytes)
            {
                break;
            }

            size += bytes;
            end++;
        }

        return turn with
        {
            Hosts = [.. turn.Hosts.Skip(from).Take(end - from)],
            Tasks = [.. turn.Tasks.Skip(from - hosts).Take(end - Math.Max(from, hosts))],
            More = end < total ? end : 0,
        };
    }

    private static JobTurn TooLarge(JobTurn turn, int bytes) => turn with
    {
        State = JobTurnState.Impossible,
        Status = $"One of its directives has {bytes} bytes; at most {DirectiveLimits.MaxDirectiveBytes} are sent.",
        Hosts = [],
        Tasks = [],
    };

    private static int Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ProtocolJson.Options).Length;
}
