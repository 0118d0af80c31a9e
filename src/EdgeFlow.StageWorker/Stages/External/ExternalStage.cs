using System.Globalization;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>See <see cref="ExternalFactory"/>.</summary>
/// <param name="target">Who answers; owned.</param>
/// <param name="declared">The headers that the manifest has it send.</param>
internal sealed class ExternalStage(IExternalTarget target, IReadOnlyDictionary<string, string> declared) : IStage
{
    public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Merge(inputs);
        using var content = Content(frame);
        var answer = await target.Post(content, Headers(frame), cancel).ConfigureAwait(false);
        return frame with { Parts = await answer.Parts(cancel).ConfigureAwait(false) };
    }

    public void Dispose() => target.Dispose();

    private static MultipartFormDataContent Content(Frame frame)
    {
        var content = new MultipartFormDataContent();
        foreach (var part in frame.Parts)
        {
            var field = new ReadOnlyMemoryContent(part.Data);
            if (part.Name.Any(char.IsControl) || part.ContentType.Any(char.IsControl)
                || !field.Headers.TryAddWithoutValidation("Content-Type", part.ContentType))
            {
                throw new StageException("BadInput", $"Part '{part.Name}' cannot be sent as '{part.ContentType}'.");
            }

            // With a file name, because many servers take a field without one for text and spoil its bytes.
            content.Add(field, part.Name, part.Name);
        }

        return content;
    }

    private (string Name, string Value)[] Headers(Frame frame) =>
    [
        .. declared.Select(header => (header.Key, header.Value)),
        ("EdgeFlow-Frame-Id", frame.Id.ToString(CultureInfo.InvariantCulture)),
        ("EdgeFlow-Captured-At", frame.CapturedAtUnixMs.ToString(CultureInfo.InvariantCulture)),
    ];
}
