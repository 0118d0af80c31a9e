using System.Text.Json;
using EdgeFlow.StageWorker.Personal;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>Makes the code of a stage from what a directive says of it, opens its personal data, and reads the secrets
/// that it refers to. Safe for concurrent use.</summary>
internal sealed class StageMaker(
    StageCatalog catalog, StageFolders folders, ISecretStore? store = null, IPersonalKeys? keys = null,
    TimeProvider? time = null)
{
    /// <summary>How often a stage is made whose files change while it is.</summary>
    public const int Attempts = 3;

    private const int MaxParameterDepth = 32;
    private readonly StageSecrets secrets = new(store);
    private readonly PersonalValues personal = new(keys);

    /// <exception cref="StageException">The kind, a parameter, a secret or the model is wrong, or personal data cannot
    /// be read.</exception>
    public async Task<IStage> Make(string kind, string? model, string parameters, CancellationToken cancel)
    {
        var (stage, values) = await Made(kind, model, parameters, cancel).ConfigureAwait(false);
        return values is null ? stage : new RenewedStage(stage, values, Again, time ?? TimeProvider.System);

        async Task<(IStage Stage, SecretValues Values)> Again(CancellationToken end)
        {
            var (fresh, read) = await Made(kind, model, parameters, end).ConfigureAwait(false);
            return (fresh, read!);
        }
    }

    /// <summary>Makes the code of a stage whose files are known by their bytes: a file that changes in the meantime is
    /// read again.</summary>
    /// <returns>The stage, and <see cref="FilesHash"/>.</returns>
    /// <exception cref="StageException">As for <see cref="Make"/>; or the files change again and again.</exception>
    public async Task<(IStage Stage, string? FilesHash)> MakeKnown(
        string kind, string? model, string parameters, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var before = Readable(kind, model, parameters);
            var stage = await Make(kind, model, parameters, cancel).ConfigureAwait(false);
            var after = Readable(kind, model, parameters);
            if (before.IsRead && before == after)
            {
                return (stage, before.Hash);
            }

            stage.Dispose();
        }

        // The reason where one of them cannot be read.
        FilesHash(kind, model, parameters);
        throw new StageException("ModelChanging", $"The files of stage '{kind}' change while they are read.");
    }

    /// <summary>What the files are that a stage would be made from now: <see cref="StageFiles.Hash"/>.</summary>
    /// <exception cref="StageException">The kind is unknown, or a file cannot be read.</exception>
    public string? FilesHash(string kind, string? model, string parameters) =>
        StageFiles.Hash(catalog.Find(kind), model, Parse(kind, parameters), folders);

    // Making the stage says better what is wrong with a file than its hash does.
    private (bool IsRead, string? Hash) Readable(string kind, string? model, string parameters)
    {
        try
        {
            return (true, FilesHash(kind, model, parameters));
        }
        catch (StageException)
        {
            return (false, null);
        }
    }

    private async Task<(IStage Stage, SecretValues? Secrets)> Made(
        string kind, string? model, string parameters, CancellationToken cancel)
    {
        var (opened, texts) = await personal.Resolve(Parse(kind, parameters), cancel).ConfigureAwait(false);
        var (with, values) = await secrets.Resolve(
            kind, opened, catalog.Find(kind).SecretParameters, cancel).ConfigureAwait(false);
        if (values is null && texts.Count == 0)
        {
            return (catalog.Create(kind, model, with, folders), null);
        }

        // Errors become events: they tell neither. Outputs are the job's own, and may tell of persons.
        var untold = new SecretValues([.. values?.Texts ?? [], .. texts]);
        try
        {
            var stage = catalog.Create(kind, model, with, folders);
            return (new GuardedStage(stage, values ?? new SecretValues([]), untold), values);
        }
        catch (StageException error)
        {
            throw GuardedStage.Hidden(error, untold);
        }
    }

    private static JsonElement Parse(string kind, string parameters)
    {
        try
        {
            using var json = JsonDocument.Parse(
                string.IsNullOrWhiteSpace(parameters) ? "{}" : parameters,
                new JsonDocumentOptions { MaxDepth = MaxParameterDepth });
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new StageException("BadParameters", $"The parameters of stage '{kind}' are not JSON: {e.Message}", e);
        }
    }
}
