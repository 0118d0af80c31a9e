using System.Globalization;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>The crops of a frame: parts <c>crop-0</c>, <c>crop-1</c> … in the order of its boxes.</summary>
internal static class CropParts
{
    /// <summary>The crops as they came.</summary>
    public static IReadOnlyList<FramePart> Of(Frame frame)
    {
        var byName = frame.Parts.ToLookup(part => part.Name);
        var crops = new List<FramePart>();
        while (byName[Name(crops.Count)].FirstOrDefault() is { } part)
        {
            crops.Add(part);
        }

        return crops;
    }

    /// <summary>The crops decoded.</summary>
    /// <exception cref="StageException">A crop is broken.</exception>
    public static IReadOnlyList<Image> Read(IEnumerable<FramePart> crops) => [.. crops.Select(ImageFormats.Decode)];

    /// <summary>A crop in a format that <see cref="ImageFormats.Encode"/> writes.</summary>
    public static FramePart Write(int index, Image crop, string contentType) =>
        new(Name(index), contentType, ImageFormats.Encode(crop, contentType));

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"crop-{index}");
}
