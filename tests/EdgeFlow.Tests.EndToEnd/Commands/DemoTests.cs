using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.EndToEnd.Commands;

/// <summary>The demo is the promise to a new user.</summary>
[Collection(ProcessCollection.Others)]
public class DemoTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Demo_NodeOfRecogniseKilled_EveryFrameOnceAndRecovered()
    {
        Skip.IfNot(
            File.Exists(Repository.Path(".edgeflow/models/ppocr/ch_PP-OCRv4_rec_infer.onnx")),
            "the PP-OCR models are missing: run ./edgeflow.sh setup");

        var (exitCode, text, error) = await CommandLine.Run("demo");
        output.WriteLine(text + error);

        Assert.Equal(0, exitCode);
        Assert.Contains("loss noticed", text);
        Assert.Contains("recovered", text);
        Assert.Contains("50 frames in, 50 out, 0 lost, 0 twice", text);
    }
}
