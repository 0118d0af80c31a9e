using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.Tests.Integration.StageWorker;

/// <summary>
/// Real stages that are small enough to reason about: each puts its name and its inputs' texts into one text.
/// </summary>
public sealed class TestStages(string kind) : IStageFactory
{
    public static StageCatalog Catalog => new([
        new TestStages("numbers"), new TestStages("tag"), new TestStages("fail-odd"), new TestStages("hang"),
        new TestStages("wide"),
    ]);

    /// <summary>How often each (name, frame) was computed, over all nodes.</summary>
    public static ConcurrentDictionary<(string Name, long Frame), int> Runs { get; } = new();

    public string Kind => kind;

    public IReadOnlyCollection<string> FileParameters => ["file"];

    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var name = parameters.GetProperty("name").GetString()!;
        var delayMs = parameters.TryGetProperty("delayMs", out var delay) ? delay.GetInt32() : 0;
        var bytes = parameters.TryGetProperty("bytes", out var size) ? size.GetInt32() : 0;
        return kind == "numbers" ? new Source(name, bytes) : new Stage(kind, name, delayMs, bytes);
    }

    public static string Text(Frame frame) => Encoding.UTF8.GetString(frame.Part("text").Data.Span);

    private static Frame Make(long id, long at, string text, int bytes) => new(id, at, bytes == 0
        ? [new FramePart("text", "text/plain", Encoding.UTF8.GetBytes(text))]
        : [new FramePart("text", "text/plain", Encoding.UTF8.GetBytes(text)),
            new FramePart("bulk", "application/octet-stream", new byte[bytes])]);

    private static void Count(string name, long frame) => Runs.AddOrUpdate((name, frame), 1, (_, count) => count + 1);

    private sealed class Source(string name, int bytes) : ISourceStage
    {
        public long? FrameCount => 10;

        public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
        {
            var asked = inputs[""];
            Count(name, asked.Id);
            return new(Make(
                asked.Id, asked.CapturedAtUnixMs, asked.Id.ToString(CultureInfo.InvariantCulture), bytes));
        }

        public void Dispose()
        {
        }
    }

    private sealed class Stage(string kind, string name, int delayMs, int bytes) : IStage
    {
        public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
        {
            var first = inputs.Values.First();
            Count(name, first.Id);
            if (delayMs > 0)
            {
                await Task.Delay(delayMs, cancel);
            }

            if (kind == "hang")
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }

            if (kind == "fail-odd" && first.Id % 2 == 1)
            {
                throw new StageException("BadInput", $"frame {first.Id} is odd");
            }

            var text = string.Join('+', inputs.OrderBy(input => input.Key, StringComparer.Ordinal)
                .Select(input => Text(input.Value)));
            return Make(first.Id, first.CapturedAtUnixMs, $"{name}({text})", bytes);
        }

        public void Dispose()
        {
        }
    }
}
