using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.State;

namespace EdgeFlow.Exchange.Context;

/// <summary>Contexts in a state store of the sidecar, any that has ETags. Thread safe.</summary>
public sealed class DaprContext(DaprState state) : IContextStore
{
    /// <inheritdoc/>
    public async Task<(JsonElement Value, string Tag)?> Read(string application, CancellationToken cancel) =>
        await state.Read(Key(application), cancel).ConfigureAwait(false) is { } item ? (item.Value, item.Tag) : null;

    /// <inheritdoc/>
    public async Task<bool> TryWrite(string application, JsonElement value, string? tag, CancellationToken cancel)
    {
        try
        {
            await state.Write(Key(application), value, tag, cancel).ConfigureAwait(false);
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

    // daprd puts || between the application id and the key; a name has neither that nor a colon.
    private static string Key(string application) => $"context:{application}";
}
