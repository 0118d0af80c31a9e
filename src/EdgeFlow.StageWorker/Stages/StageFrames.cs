using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages;

/// <summary>What every stage does with its frames: take the input, find parts, read and write JSON. Pure.</summary>
public static class StageFrames
{
    /// <summary>Media type of JSON parts.</summary>
    public const string Json = "application/json";

    /// <summary>Media type of text parts.</summary>
    public const string Text = "text/plain";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Texts of any script stay readable; what could end an HTML attribute or element is still escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The only input of a stage that takes one.</summary>
    /// <exception cref="StageException">There are none or several.</exception>
    public static Frame Single(IReadOnlyDictionary<string, Frame> inputs) => inputs.Count == 1
        ? inputs.Values.First()
        : throw new StageException("WrongInputs", $"The stage takes the frame of one task, not of {inputs.Count}: "
            + $"{string.Join(", ", inputs.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>One frame with the parts of all inputs, in the order of the tasks' ids.</summary>
    /// <exception cref="StageException">There is no input, or two tasks gave a part of the same name.</exception>
    public static Frame Merge(IReadOnlyDictionary<string, Frame> inputs)
    {
        if (inputs.Count == 0)
        {
            throw new StageException("WrongInputs", "The stage got no input.");
        }

        var frames = inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => input.Value).ToArray();
        var parts = frames.SelectMany(frame => frame.Parts).ToArray();
        if (parts.GroupBy(part => part.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new StageException("WrongInputs", $"Two tasks gave a part '{twice.Key}'; the names must differ.");
        }

        return frames[0] with { Parts = parts };
    }

    /// <summary>The part with this name.</summary>
    /// <exception cref="StageException">The frame has none; the message names those it has.</exception>
    public static FramePart Require(this Frame frame, string name) => frame.Find(name)
        ?? throw new StageException("BadInput", $"Frame {frame.Id} has no part '{name}'; it has: "
            + $"{string.Join(", ", frame.Parts.Select(part => part.Name))}.");

    /// <summary>The part with this name, or null.</summary>
    public static FramePart? Find(this Frame frame, string name) =>
        frame.Parts.FirstOrDefault(part => part.Name == name);

    /// <summary>The parts with these names that the frame has, to pass along.</summary>
    public static IEnumerable<FramePart> Keep(this Frame frame, params string[] names) =>
        frame.Parts.Where(part => names.Contains(part.Name));

    /// <summary>A JSON part.</summary>
    public static FramePart ToJson<T>(string name, T value) =>
        new(name, Json, JsonSerializer.SerializeToUtf8Bytes(value, Options));

    /// <summary>The value of a JSON part.</summary>
    /// <exception cref="StageException">It is not such JSON.</exception>
    public static T FromJson<T>(FramePart part)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(part.Data.Span, Options) ?? throw NotJson<T>(part, "it is null");
        }
        catch (JsonException error)
        {
            throw NotJson<T>(part, error.Message, error);
        }
    }

    private static StageException NotJson<T>(FramePart part, string reason, Exception? cause = null) =>
        new("BadInput", $"Part '{part.Name}' is not the JSON of {typeof(T).Name}: {reason}", cause);
}
