using System.Buffers;
using EdgeFlow.Onnx;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Tensors;

/// <summary>
/// Pictures as the tensor that a model wants, float32 [N, C, H, W] or [N, H, W, C], in a pooled buffer that is given
/// back when it is disposed. Used by one thread.
/// </summary>
public sealed class PictureTensor : IDisposable
{
    private readonly PictureFormat format;
    private readonly int count, width, height, bytes;
    private readonly byte[] buffer;
    private readonly float[][] values;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="format">How pixels become values.</param>
    /// <param name="count">Pictures in it.</param>
    /// <param name="width">Width of each, in pixels.</param>
    /// <param name="height">Height of each, in pixels.</param>
    public PictureTensor(PictureFormat format, int count, int width, int height)
    {
        (this.format, this.count, this.width, this.height) = (format, count, width, height);
        bytes = count * format.Channels * width * height * sizeof(float);
        buffer = ArrayPool<byte>.Shared.Rent(bytes);
        buffer.AsSpan(0, bytes).Clear();
        values = [.. Enumerable.Range(0, format.Channels).Select(format.Values)];
    }

    /// <summary>
    /// Writes a picture to one place of the batch, from the top left; what it does not cover stays zero.
    /// </summary>
    /// <param name="index">Place in the batch, from 0.</param>
    /// <param name="image">At most as wide and high as the tensor.</param>
    public void Set(int index, Image image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(image.Width, width, nameof(image));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(image.Height, height, nameof(image));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var channels = format.Channels;
        var all = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, bytes));
        var picture = all.Slice(index * channels * width * height, channels * width * height);
        var (step, plane) = format.ChannelsLast ? (channels, 1) : (1, width * height);
        for (var channel = 0; channel < channels; channel++)
        {
            for (var y = 0; y < image.Height; y++)
            {
                Fill(image.Row(y), channel, picture[((y * width * step) + (channel * plane))..], step);
            }
        }
    }

    /// <summary>The tensor over the pooled buffer; not to be used after disposal.</summary>
    /// <param name="name">The model's name for the input.</param>
    public OnnxTensor Named(string name)
    {
        long[] shape = format.ChannelsLast
            ? [count, height, width, format.Channels]
            : [count, format.Channels, height, width];
        return new OnnxTensor(name, TensorType.Float32, shape, buffer.AsMemory(0, bytes));
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private void Fill(ReadOnlySpan<byte> row, int channel, Span<float> target, int step)
    {
        var table = values[channel];
        if (format.Colours == PictureColours.Grey)
        {
            for (int from = 0, to = 0; from < row.Length; from += Image.Channels, to += step)
            {
                // The luma weights of ITU-R BT.601, in 1/256.
                target[to] = table[((77 * row[from]) + (150 * row[from + 1]) + (29 * row[from + 2]) + 128) >> 8];
            }

            return;
        }

        var source = format.Colours == PictureColours.Bgr ? 2 - channel : channel;
        for (int from = source, to = 0; from < row.Length; from += Image.Channels, to += step)
        {
            target[to] = table[row[from]];
        }
    }
}
