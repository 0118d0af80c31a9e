using EdgeFlow.Tests.Onnx;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.Stages;

public sealed class DocumentAccuracyTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Chain_SampleDocuments_ReadsNearlyEveryCharacter()
    {
        using var chain = new DocumentChain();
        var (right, total) = (0.0, 0);
        Assert.InRange(chain.Source.FrameCount ?? 0, 10, 20);
        for (var id = 0L; id < chain.Source.FrameCount; id++)
        {
            var document = await chain.Read(id);
            var truth = File.ReadAllText(
                Path.Combine(SharedData.Repository, "workflows", "samples", "documents", document.Name + ".txt"));
            var share = EditDistance.ShareRight(truth, document.Text);
            var length = truth.Count(letter => !char.IsWhiteSpace(letter));
            var sizes = string.Join(" ", chain.Sizes);
            output.WriteLine($"{document.Name}: {share:P2} of {length} characters, bytes by stage {sizes}");
            output.WriteLine(share < 1 ? document.Text : "");
            Assert.True(share >= 0.9, $"{document.Name} was read as:\n{document.Text}");
            right += share * length;
            total += length;
        }

        output.WriteLine($"all: {right / total:P2} of {total} characters; ms by stage over all frames: "
            + string.Join(" ", chain.StageMs.Select(ms => ms.ToString("F0"))));
        Assert.True(right / total >= 0.97, $"{right / total:P2} of {total} characters are right");
    }
}
