using System.Text.Json;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>
/// <c>capture-folder</c>: a source that plays a camera. Frame k holds picture k modulo their number, in ordinal order
/// of the files' names: part <c>image</c>, encoded as it lies there, and part <c>name</c>, the file's name without its
/// extension.
/// <para>Parameter: <c>folder</c> (below the inputs folder; needed). Files: .png, .jpg, .jpeg, .ppm, .pgm.</para>
/// </summary>
public sealed class CaptureFolderFactory : IStageFactory
{
    private const int MaxPictures = 100_000;

    /// <inheritdoc/>
    public string Kind => "capture-folder";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var reference = with.Text("folder");
        with.RefuseOthers();
        var folder = StageFolders.Resolve(folders.Inputs, reference);
        if (!Directory.Exists(folder))
        {
            throw with.Bad("folder", $"names '{reference}', which does not exist below {folders.Inputs}");
        }

        var pictures = Directory.EnumerateFiles(folder).Take(MaxPictures + 1).ToArray();
        if (pictures.Length > MaxPictures)
        {
            throw with.Bad("folder", $"names '{reference}', which holds more than {MaxPictures} files");
        }

        // Checked one by one, because a link in the folder could lead out of it.
        pictures = [.. pictures.Where(IsPicture).Order(StringComparer.Ordinal).Select(
            path => StageFolders.Resolve(folders.Inputs, Path.GetRelativePath(folders.Inputs, path)))];
        return pictures.Length > 0 ? new CaptureFolderStage(pictures) : throw with.Bad("folder",
            $"names '{reference}', which holds no picture ({string.Join(", ", ImageFormats.ContentTypes.Keys)})");
    }

    private static bool IsPicture(string path) =>
        ImageFormats.ContentTypes.ContainsKey(Path.GetExtension(path).ToLowerInvariant());
}
