using System.IO.Compression;
using EdgeFlow.Onnx;
using Xunit;

namespace EdgeFlow.Tests.Onnx;

/// <summary>
/// The published accuracy of known models on labelled data: proof that tensors arrive as they should.
/// </summary>
public sealed class AccuracyTests
{
    private const int Pictures = 400;
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    [SkippableFact]
    public void Run_MnistTestDigits_ReadsThemAsPublished()
    {
        using var model = OnnxModel.Load(SharedData.Shared("models/classification/mnist-8.onnx"));
        var images = Unpack(SharedData.Shared("datasets/mnist/t10k-images-idx3-ubyte.gz")).AsSpan(16);
        var labels = Unpack(SharedData.Shared("datasets/mnist/t10k-labels-idx1-ubyte.gz")).AsSpan(8);
        var right = 0;
        for (var digit = 0; digit < Pictures; digit++)
        {
            var pixels = new float[784];
            for (var at = 0; at < pixels.Length; at++)
            {
                pixels[at] = images[(digit * 784) + at];
            }

            using var outputs = model.Run([OnnxTensor.Of("Input3", [1, 1, 28, 28], pixels)]);
            right += Best(outputs.All[0].Floats) == labels[digit] ? 1 : 0;
        }

        Assert.InRange(right, Pictures * 98 / 100, Pictures);
    }

    [SkippableTheory]
    [InlineData("models/classification/resnet20_cifar10.onnx", 89)]
    [InlineData("models/pruned/resnet20_cifar10_mag50.onnx", 82)]
    public void Run_CifarTestPictures_ReachesThePublishedAccuracy(string name, int percent)
    {
        using var model = OnnxModel.Load(SharedData.Shared(name));
        var data = File.ReadAllBytes(SharedData.Shared("datasets/cifar10/test_batch_first2000.bin"));
        var right = 0;
        for (var picture = 0; picture < Pictures; picture++)
        {
            var record = data.AsSpan(picture * 3073, 3073);
            var pixels = new float[3072];
            for (var at = 0; at < pixels.Length; at++)
            {
                pixels[at] = ((record[1 + at] / 255f) - Mean[at / 1024]) / Deviation[at / 1024];
            }

            using var outputs = model.Run([OnnxTensor.Of("input", [1, 3, 32, 32], pixels)]);
            right += Best(outputs["logits"].Floats) == record[0] ? 1 : 0;
        }

        Assert.InRange(right, Pictures * percent / 100, Pictures);
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var at = 1; at < scores.Length; at++)
        {
            best = scores[at] > scores[best] ? at : best;
        }

        return best;
    }

    private static byte[] Unpack(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
