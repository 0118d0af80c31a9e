using System.Text;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;

namespace EdgeFlow.Durable;

/// <summary>Recorded histories as text, one event of the protocol's JSON a line, to be kept beside the code as tests.
/// Pure.</summary>
public static class HistoryText
{
    /// <summary>Most characters of a history.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    // Deeper than any event of the protocol.
    private const int MaxDepth = 32;

    private static readonly JsonParser Parser =
        new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true).WithRecursionLimit(MaxDepth));

    /// <summary>The text of a history.</summary>
    public static string Write(IEnumerable<HistoryEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var text = new StringBuilder();
        foreach (var entry in history)
        {
            text.Append(JsonFormatter.Default.Format(entry)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The history of a text.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names the line.</exception>
    public static IReadOnlyList<HistoryEvent> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new InvalidDataException($"A history has at most {MaxLength} characters.");
        }

        var history = new List<HistoryEvent>();
        foreach (var line in text.EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }

            try
            {
                history.Add(Parser.Parse<HistoryEvent>(line.ToString()));
            }
            catch (Exception broken) when (broken is InvalidProtocolBufferException or InvalidJsonException)
            {
                throw new InvalidDataException(
                    $"Line {history.Count + 1} is no event of a workflow's history: {broken.Message}", broken);
            }
        }

        return history;
    }
}
