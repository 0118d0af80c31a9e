using EdgeFlow.Onnx;
using Xunit;

namespace EdgeFlow.Tests.Onnx;

public sealed class OnnxModelRunTests : IDisposable
{
    private readonly TinyModel files = new();
    private readonly OnnxModel model;

    public OnnxModelRunTests() => model = OnnxModel.Load(files.Write(TinyModel.Product()));

    public void Dispose()
    {
        model.Dispose();
        files.Dispose();
    }

    [Fact]
    public void Run_TwoRows_ComputesBoth()
    {
        using var outputs = model.Run([OnnxTensor.Of("x", [2, 2], [1f, 0f, 1f, 1f])]);
        Assert.Equal([2L, 3L], outputs["y"].Shape);
        Assert.Equal([1f, 2f, 3f, 5f, 7f, 9f], outputs["y"].Floats.ToArray());
    }

    [Fact]
    public void Run_UnalignedSlice_ComputesTheSame()
    {
        var buffer = new byte[1 + 8];
        BitConverter.TryWriteBytes(buffer.AsSpan(1), 1f);
        BitConverter.TryWriteBytes(buffer.AsSpan(5), 1f);
        using var outputs = model.Run([new OnnxTensor("x", TensorType.Float32, [1, 2], buffer.AsMemory(1))]);
        Assert.Equal([5f, 7f, 9f], outputs["y"].Floats.ToArray());
    }

    [Fact]
    public void Run_NoRows_GivesNoRows()
    {
        using var outputs = model.Run([OnnxTensor.Of("x", [0, 2], ReadOnlySpan<float>.Empty)]);
        Assert.Equal([0L, 3L], outputs["y"].Shape);
        Assert.True(outputs["y"].Data.IsEmpty);
    }

    [Fact]
    public void Run_WrongInputs_SaysWhatWasGivenAndWhatIsRight()
    {
        AssertWrong([], "Input float32 'x' [N, 2] was given 0 times");
        AssertWrong([Row("x"), Row("x")], "was given 2 times");
        AssertWrong([Row("x"), Row("z")], "no input 'z'; it has: float32 'x' [N, 2]");
        AssertWrong([OnnxTensor.Of("x", [1, 3], [1f, 2f, 3f])], "shape [1, 3]; the model wants float32 'x' [N, 2]");
        AssertWrong([OnnxTensor.Of("x", [2], [1f, 2f])], "shape [2]; the model wants");
        AssertWrong([OnnxTensor.Of("x", [-1, 2], ReadOnlySpan<float>.Empty)], "shape [-1, 2]; the model wants");
        AssertWrong([OnnxTensor.Of("x", [1, 2], [1L, 2L])], "given as int64; the model wants float32");
        AssertWrong([OnnxTensor.Of("x", [3, 2], [1f, 2f])], "has 8 bytes; shape [3, 2] of float32 takes 24");
        AssertWrong([OnnxTensor.Of("x", [long.MaxValue, 2], [1f])], "takes more than 2^63");
        using var outputs = model.Run([Row("x")]);
        Assert.Equal([9f, 12f, 15f], outputs["y"].Floats.ToArray());
    }

    [Fact]
    public void Output_UnknownName_ListsThoseThere()
    {
        using var outputs = model.Run([Row("x")]);
        var error = Assert.Throws<KeyNotFoundException>(() => outputs["z"]);
        Assert.Contains("it has: y", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => model.Run([Row("x")], cancel.Token));
        model.Run([Row("x")]).Dispose();
    }

    [Fact]
    public void Run_FromManyThreads_AllCorrect()
    {
        Parallel.For(0, 500, row =>
        {
            using var outputs = model.Run([OnnxTensor.Of("x", [1, 2], [row, 1f])]);
            Assert.Equal([row + 4f, (2f * row) + 5f, (3f * row) + 6f], outputs["y"].Floats.ToArray());
        });
    }

    [Fact]
    public void Dispose_WhileOthersRun_EndsEachRunWellOrAsDisposed()
    {
        using var racing = OnnxModel.Load(model.Path);
        using var started = new CountdownEvent(4);
        var callers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            started.Signal();
            try
            {
                for (var run = 0; run < 10_000; run++)
                {
                    racing.Run([Row("x")]).Dispose();
                }
            }
            catch (ObjectDisposedException)
            {
                // The expected end of a caller that comes after the model is gone.
            }
        })).ToList();
        callers.ForEach(caller => caller.Start());
        started.Wait();
        racing.Dispose();
        callers.ForEach(caller => Assert.True(caller.Join(TimeSpan.FromSeconds(30))));
    }

    private static OnnxTensor Row(string name) => OnnxTensor.Of(name, [1, 2], [1f, 2f]);

    private void AssertWrong(IReadOnlyList<OnnxTensor> inputs, string expected)
    {
        var error = Assert.Throws<OnnxModelException>(() => model.Run(inputs));
        Assert.Equal(OnnxProblem.WrongInput, error.Problem);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
