using System.Globalization;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>The crops of a frame: parts <c>crop-0</c>, <c>crop-1</c> … in the order of its boxes.</summary>
internal static class CropParts
{
    public static IEnumerable<FramePart> Write(IEnumerable<Image> crops) => crops.Select((crop, index) =>
        new FramePart(Name(index), ImageFormats.Pixmap, PortableMap.Write(crop)));

    /// <exception cref="StageException">A crop is broken.</exception>
    public static IReadOnlyList<Image> Read(Frame frame)
    {
        var byName = frame.Parts.ToDictionary(part => part.Name);
        var crops = new List<Image>();
        while (byName.TryGetValue(Name(crops.Count), out var part))
        {
            crops.Add(ImageFormats.Decode(part));
        }

        return crops;
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"crop-{index}");
}
