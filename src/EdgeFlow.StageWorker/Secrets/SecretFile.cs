using System.Text.Json;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>
/// Secrets in a JSON file that only its owner may read: store → name → value, or store → name → key → value. It is read
/// for each secret, so that a value that was changed is the next stage's.
/// </summary>
/// <param name="path">The file.</param>
public sealed class SecretFile(string path) : ISecretStore
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxDepth = 4;
    private const UnixFileMode OthersMay = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public async Task<string?> Read(SecretReference reference, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reference);
        using var file = await Open(cancel).ConfigureAwait(false);
        if (Member(file.RootElement, reference.Store) is not { } store
            || Member(store, reference.Name) is not { } secret)
        {
            return null;
        }

        return secret.ValueKind == JsonValueKind.String
            ? reference.Key == reference.Name ? secret.GetString() : null
            : Member(secret, reference.Key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
    }

    /// <summary>Looks at the file, so that one that cannot be used is told at the start and not at the first
    /// secret.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SecretStoreException">It is not there, too large, no such JSON, or others may read
    /// it.</exception>
    public async Task Check(CancellationToken cancel) => (await Open(cancel).ConfigureAwait(false)).Dispose();

    private async Task<JsonDocument> Open(CancellationToken cancel)
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OthersMay) != 0)
                {
                    throw new SecretStoreException($"{path}: others may read it; run: chmod 600 {path}");
                }

                return file.Length > MaxBytes
                    ? throw new SecretStoreException($"{path}: has {file.Length} bytes; at most {MaxBytes} are read")
                    : await JsonDocument.ParseAsync(file, new JsonDocumentOptions { MaxDepth = MaxDepth }, cancel)
                        .ConfigureAwait(false);
            }
        }
        catch (JsonException wrong)
        {
            // The place alone: a parser's message may quote what stands there.
            throw new SecretStoreException($"{path}: line {wrong.LineNumber + 1} is no JSON of secrets");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SecretStoreException($"{path}: {cause.Message}");
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
