using EdgeFlow.Protocol.Frames;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>Takes a multipart answer apart: each section with a name becomes a part of the frame.</summary>
internal static class MultipartAnswer
{
    private const int MaxParts = 10_000;
    private const int MaxNameLength = 64;

    /// <exception cref="StageException">
    /// The answer is broken, or a section has no name, a long one, or one twice.
    /// </exception>
    public static async Task<IReadOnlyList<FramePart>> Read(byte[] body, string type, CancellationToken cancel)
    {
        var boundary = MediaTypeHeaderValue.TryParse(type, out var parsed)
            ? HeaderUtilities.RemoveQuotes(parsed.Boundary).Value
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            throw Bad("names no boundary");
        }

        var parts = new Dictionary<string, FramePart>();
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        try
        {
            while (await reader.ReadNextSectionAsync(cancel).ConfigureAwait(false) is { } section)
            {
                var part = await Read(section, cancel).ConfigureAwait(false);
                if (!parts.TryAdd(part.Name, part) || parts.Count > MaxParts)
                {
                    throw Bad($"has a part '{part.Name}' twice, or more than {MaxParts} parts");
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw Bad($"is broken: {error.Message}", error);
        }

        return [.. parts.Values];
    }

    private static async Task<FramePart> Read(MultipartSection section, CancellationToken cancel)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 and <= MaxNameLength } name)
        {
            throw Bad($"has a part without a name of 1 to {MaxNameLength} characters");
        }

        using var data = new MemoryStream();
        await section.Body.CopyToAsync(data, cancel).ConfigureAwait(false);
        return new FramePart(name, section.ContentType ?? "application/octet-stream", data.ToArray());
    }

    private static StageException Bad(string reason, Exception? cause = null) =>
        new("BadAnswer", $"The answer of the external stage {reason}.", cause);
}
