using EdgeFlow.Onnx;
using EdgeFlow.Onnx.Profiling;
using Xunit;

namespace EdgeFlow.Tests.Onnx;

public sealed class ModelProfilerTests : IDisposable
{
    private readonly TinyModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Profile_TinyModel_GivesOrderedTimesOfItsHash()
    {
        using var model = OnnxModel.Load(files.Write(TinyModel.Product()));
        var profile = ModelProfiler.Profile(model, [OnnxTensor.Zeros(model.Inputs[0])], warmups: 2, runs: 10);
        Assert.Equal(model.Hash, profile.Hash);
        Assert.Equal(10, profile.Runs);
        Assert.InRange(profile.MedianMs, double.Epsilon, profile.P95Ms);
    }

    [Fact]
    public void Quantile_NearestRank_TakesMeasuredValues()
    {
        double[] times = [.. Enumerable.Range(1, 20)];
        Assert.Equal(10, ModelProfiler.Quantile(times, 0.5));
        Assert.Equal(19, ModelProfiler.Quantile(times, 0.95));
        Assert.Equal(7, ModelProfiler.Quantile([7], 0.95));
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(10, 60)]
    public void Count_MatrixProduct_FollowsTheBatch(long rows, long expected)
    {
        var path = files.Write(TinyModel.Product());
        using var model = OnnxModel.Load(path);
        var work = WorkCounter.Count(path, [OnnxTensor.Zeros(model.Inputs[0], rows)]);
        Assert.Equal(expected, work.MultiplyAdds);
        Assert.Empty(work.Uncounted);
    }

    [SkippableFact]
    public void Count_ResNet20_IsThePublishedNumber()
    {
        var path = SharedData.Shared("models/classification/resnet20_cifar10.onnx");
        using var model = OnnxModel.Load(path);
        var work = WorkCounter.Count(path, [OnnxTensor.Zeros(model.Inputs[0])]);
        Assert.InRange(work.MultiplyAdds, 40_500_000, 41_100_000);
    }

    [SkippableFact]
    public void Count_QuantizedMobileNet_CountsWhatItsFloatTwinDoes()
    {
        var whole = SharedData.Shared("models/classification/mobilenetv2_imagenet_fp32.onnx");
        var small = SharedData.Shared("models/classification/mobilenetv2_imagenet_int8.onnx");
        long Count(string path)
        {
            using var model = OnnxModel.Load(path);
            return WorkCounter.Count(path, [OnnxTensor.Zeros(model.Inputs[0])]).MultiplyAdds;
        }

        Assert.InRange(Count(whole), 295_000_000, 320_000_000);
        Assert.Equal(Count(whole), Count(small));
    }

    [SkippableFact]
    public void Count_TruncatedRealModel_IsBadModel()
    {
        var bytes = File.ReadAllBytes(SharedData.Shared("models/classification/resnet20_cifar10.onnx"));
        var path = files.Write(bytes[..(bytes.Length / 2)], "half.onnx");
        var error = Assert.Throws<OnnxModelException>(() => WorkCounter.Count(path, []));
        Assert.Equal(OnnxProblem.BadModel, error.Problem);
    }
}
