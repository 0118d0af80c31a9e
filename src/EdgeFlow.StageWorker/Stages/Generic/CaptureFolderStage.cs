using System.Text;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>See <see cref="CaptureFolderFactory"/>.</summary>
internal sealed class CaptureFolderStage(string[] pictures) : ISourceStage
{
    public long? FrameCount => pictures.Length;

    public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Single(inputs);
        if (frame.Id < 0)
        {
            throw new StageException("BadInput", $"Frame {frame.Id} does not exist; frames count from 0.");
        }

        var path = pictures[frame.Id % pictures.Length];
        var type = ImageFormats.ContentTypes[Path.GetExtension(path).ToLowerInvariant()];
        var name = Encoding.UTF8.GetBytes(Path.GetFileNameWithoutExtension(path));
        return frame with
        {
            Parts =
            [
                new FramePart("name", StageFrames.Text, name),
                new FramePart("image", type, await Read(path, cancel).ConfigureAwait(false)),
            ],
        };
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private static async Task<byte[]> Read(string path, CancellationToken cancel)
    {
        try
        {
            if (new FileInfo(path).Length is > ImageLimits.MaxEncodedBytes and var size)
            {
                throw new StageException("BadInput",
                    $"{path} has {size} bytes; at most {ImageLimits.MaxEncodedBytes} are accepted.");
            }

            return await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StageException("BadInput", $"{path} cannot be read: {error.Message}", error);
        }
    }
}
