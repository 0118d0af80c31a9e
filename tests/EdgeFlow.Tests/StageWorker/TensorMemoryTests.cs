using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class TensorMemoryTests
{
    /// <summary>
    /// The bytes of the OCR recogniser's output: 40 steps of 6,625 classes. Large objects count as the oldest
    /// generation; were a tensor one of them, each third frame would start a collection of the whole heap.
    /// </summary>
    [Fact]
    public void NewTensor_OfOneMegabyte_BeginsInTheYoungestGeneration()
    {
        var tensor = GC.AllocateUninitializedArray<byte>(40 * 6625 * sizeof(float));

        Assert.NotEqual(GC.MaxGeneration, GC.GetGeneration(tensor));
    }
}
