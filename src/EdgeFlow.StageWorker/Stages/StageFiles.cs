using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeFlow.Onnx;

namespace EdgeFlow.StageWorker.Stages;

/// <summary>
/// Names the files that a stage is made from by their bytes: its model, with the data that lies beside it, and what
/// <see cref="IStageFactory.FileParameters"/> name. Safe for concurrent use.
/// </summary>
public static class StageFiles
{
    /// <summary>
    /// SHA-256 hex: the model's own (<see cref="OnnxModel.Hash"/>) where there is nothing else, otherwise over a line
    /// for each file. Null for a stage that is made from no file.
    /// </summary>
    /// <param name="factory">The stage's kind.</param>
    /// <param name="model">The model, relative to the models folder, or null.</param>
    /// <param name="parameters">The manifest's <c>with</c> object.</param>
    /// <param name="folders">Where models are.</param>
    /// <exception cref="StageException">A file is missing, cannot be read, or lies outside of the folder.</exception>
    public static string? Hash(IStageFactory factory, string? model, JsonElement parameters, StageFolders folders)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(folders);
        var known = model is null ? null : Model(StageFolders.Resolve(folders.Models, model));
        var others = factory.FileParameters.Order(StringComparer.Ordinal)
            .Select(parameter => (Parameter: parameter, File: Named(parameters, parameter)))
            .Where(named => named.File is not null)
            .Select(named => $"{named.Parameter}={Other(StageFolders.Resolve(folders.Models, named.File!))}").ToList();
        return others.Count == 0
            ? known
            : Convert.ToHexStringLower(SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Join('\n', others.Prepend($"model={known}")))));
    }

    private static string? Named(JsonElement parameters, string parameter) =>
        parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(parameter, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Model(string path)
    {
        try
        {
            return OnnxModel.HashOf(path);
        }
        catch (OnnxModelException error)
        {
            throw new StageException("BadModel", error.Message, error);
        }
    }

    private static string Other(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StageException("BadParameter", $"{path} cannot be read: {error.Message}", error);
        }
    }
}
