using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>What an external stage said: its content type as it came, and the whole body.</summary>
internal readonly record struct ExternalAnswer(string Type, byte[] Body)
{
    /// <summary>The type of an answer; bytes when it names none.</summary>
    /// <remarks>
    /// Read as it came: the content type of a tensor has commas, which a strict reading does not take.
    /// </remarks>
    public static string TypeOf(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
            ? values.ToString()
            : "application/octet-stream";

    /// <summary>The parts of a multipart answer; any other is one part <c>result</c>.</summary>
    /// <exception cref="StageException">It is broken.</exception>
    public async Task<IReadOnlyList<FramePart>> Parts(CancellationToken cancel) =>
        Type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? await MultipartAnswer.Read(Body, Type, cancel).ConfigureAwait(false)
            : [new FramePart("result", Type, Body)];
}
