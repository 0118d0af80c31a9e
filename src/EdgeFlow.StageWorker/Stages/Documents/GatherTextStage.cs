using System.Text;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>See <see cref="GatherTextFactory"/>.</summary>
internal sealed class GatherTextStage(double minScore) : IStage
{
    public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Merge(inputs);
        var boxes = StageFrames.FromJson<TextBoxes>(frame.Require("boxes")).Boxes;
        var lines = StageFrames.FromJson<TextLine[]>(frame.Require("lines"));
        if (boxes.Count != lines.Length)
        {
            throw new StageException("BadInput",
                $"Frame {frame.Id} has {boxes.Count} boxes and {lines.Length} lines; the numbers must be equal.");
        }

        var all = boxes.Zip(lines, (box, line) => new DocumentLine(line.Text, line.Score, Checked(box)));
        var sure = all.Where(line => line.Score >= minScore && line.Text.Length > 0).ToArray();
        var rows = ReadingOrder.Rows(sure);
        var name = frame.Find("name") is { } part ? Encoding.UTF8.GetString(part.Data.Span) : "";
        var text = string.Join('\n', rows.Select(row => string.Join(' ', row.Select(line => line.Text))));
        var document = new DocumentText(name, text, [.. rows.SelectMany(row => row)], lines.Length - sure.Length);
        return ValueTask.FromResult(frame with { Parts = [StageFrames.ToJson("text", document)] });
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    // Reading the corners as a patch refuses boxes without four of them.
    private static double[][] Checked(TextBox box) =>
        [.. box.Quad.Corners().Select(corner => new[] { corner.X, corner.Y })];
}
