using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.State;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange.Context;

/// <summary>
/// Contexts in a state store of the sidecar. Where the store's transactions are all or none, a context is a document of
/// its keys and an entry a value, changed in one transaction over the document's ETag: a write moves what it changes
/// and no more. In any other store that has ETags a context is one value, changed by compare-and-set. Thread safe.
/// </summary>
public sealed partial class DaprContext(DaprState state, TransactionProbe probe, ILogger<DaprContext> log)
    : IContextStore
{
    private readonly Lock gate = new();
    private Task<bool>? asking;

    /// <inheritdoc/>
    public async Task<(ContextDocument Document, string Tag)?> Read(string application, CancellationToken cancel) =>
        await state.Read(Key(application), cancel).ConfigureAwait(false) is { } item
            ? (ContextDocument.Read(item.Value), item.Tag)
            : null;

    /// <inheritdoc/>
    public async Task<JsonElement?> ReadApart(
        string application, string key, long write, CancellationToken cancel) =>
        await state.Read(Key(application, key), cancel).ConfigureAwait(false) is { } item
            && ApartValue.Read(item.Value) is var entry && entry.Write == write
            ? entry.Value
            : null;

    /// <inheritdoc/>
    public async Task<bool> TryWrite(
        string application, ContextDocument before, ContextDocument after, string? tag, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var takesTransactions = await TakesTransactions().WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await (takesTransactions
                ? state.Transact(Changes(application, before, after, tag), cancel)
                : state.Write(Key(application), after.Write(), tag, cancel)).ConfigureAwait(false);
            return true;
        }
        catch (DaprException refused) when (refused.Status is not null)
        {
            // Stores tell that somebody was faster by various statuses; what is there now tells it for certain.
            var now = await state.Read(Key(application), cancel).ConfigureAwait(false);
            if (now?.Tag == tag)
            {
                throw;
            }

            return false;
        }
    }

    // The values of this write become entries; those that are in the document stay there until they are written again.
    private static List<StateChange> Changes(
        string application, ContextDocument before, ContextDocument after, string? tag)
    {
        var written = after.Values.Where(entry => entry.Value is { Value: not null } value
            && value.Write == after.Writes).ToList();
        var list = after with
        {
            Values = after.Values.SetItems(written.Select(entry => KeyValuePair.Create(entry.Key, Apart(entry.Value)))),
        };
        return
        [
            new StateChange(Key(application), list.Write(), tag, IsFirst: tag is null),
            .. written.Select(entry => new StateChange(
                Key(application, entry.Key), new ApartValue(entry.Value.Value!.Value, after.Writes).ToJson())),
            .. before.Values.Where(entry => entry.Value.Value is null && !after.Values.ContainsKey(entry.Key))
                .Select(entry => new StateChange(Key(application, entry.Key), null)),
        ];
    }

    private static ContextValue Apart(ContextValue value) =>
        value with { Value = null, ApartBytes = JsonSerializer.SerializeToUtf8Bytes(value.Value).Length };

    // Asked once; a store that could not be asked is asked again by the next write.
    private Task<bool> TakesTransactions()
    {
        lock (gate)
        {
            return asking is null or { IsFaulted: true } or { IsCanceled: true } ? asking = Ask() : asking;
        }
    }

    private async Task<bool> Ask()
    {
        var refusal = await probe.Refusal(CancellationToken.None).ConfigureAwait(false);
        if (refusal is null)
        {
            LogApart(state.Store);
        }
        else
        {
            LogWhole(state.Store, refusal);
        }

        return refusal is null;
    }

    // daprd puts || between the application id and the key; a name has neither that nor a colon.
    private static string Key(string application) => $"context:{application}";

    private static string Key(string application, string key) => $"context:{application}:{key}";

    [LoggerMessage(LogLevel.Information, "Contexts in '{Store}' are written by its transactions, an entry a value.")]
    private partial void LogApart(string store);

    [LoggerMessage(LogLevel.Information, "Contexts in '{Store}' are one value each: {Refusal}")]
    private partial void LogWhole(string store, string refusal);
}
