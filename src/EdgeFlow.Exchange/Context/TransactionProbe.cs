using System.Globalization;
using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.Dapr.State;

namespace EdgeFlow.Exchange.Context;

/// <summary>
/// Finds out whether a state store's transactions are all or none, also when one key's ETag is another, and hold as
/// many changes as one write of a context needs. What a component says of itself is not enough: state.redis is called
/// transactional and keeps the others. So a component that says it is gets a transaction that must be refused. Thread
/// safe.
/// </summary>
public sealed class TransactionProbe(DaprHttp sidecar, DaprState state)
{
    private static readonly JsonElement Before = JsonSerializer.SerializeToElement("before");
    private static readonly JsonElement After = JsonSerializer.SerializeToElement("after");

    private readonly string prefix = $"context-probe:{Guid.CreateVersion7():N}:";

    /// <summary>Why contexts cannot be written by this store's transactions, in one sentence; null when they
    /// can.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="DaprException">The sidecar or the store cannot be asked now.</exception>
    public async Task<string?> Refusal(CancellationToken cancel)
    {
        var component = (await SidecarMetadata.Ask(sidecar, cancel).ConfigureAwait(false)).Components
            .FirstOrDefault(component => component.Name == state.Store);
        if (component is not { IsTransactional: true })
        {
            return $"{component?.Type ?? "its component"} does not say that it takes transactions.";
        }

        try
        {
            return await Tried(component.Type, cancel).ConfigureAwait(false);
        }
        finally
        {
            await Clean(cancel).ConfigureAwait(false);
        }
    }

    private async Task<string?> Tried(string type, CancellationToken cancel)
    {
        try
        {
            await state.Transact([.. Keys.Select(key => new StateChange(key, Before))], cancel).ConfigureAwait(false);
        }
        catch (DaprException refused) when (refused.Status is not null)
        {
            // Throws where the store itself is away: then nothing is known of its transactions.
            await state.Write($"{prefix}alone", Before, null, cancel).ConfigureAwait(false);
            return $"{type} takes no transaction of {ContextLimits.MaxChanges} changes: {refused.Message}";
        }

        return await TakesBack(cancel).ConfigureAwait(false)
            ? null
            : $"{type} keeps the other changes of a transaction when the ETag of one was another.";
    }

    private async Task<bool> TakesBack(CancellationToken cancel)
    {
        var (bystander, contested) = (Key(0), Key(1));
        var seen = await state.Read(contested, cancel).ConfigureAwait(false);
        await state.Write(contested, Before, seen?.Tag, cancel).ConfigureAwait(false);
        try
        {
            await state.Transact(
                [new StateChange(bystander, After), new StateChange(contested, After, seen?.Tag)], cancel)
                .ConfigureAwait(false);
            return false;
        }
        catch (DaprException refused) when (refused.Status is not null)
        {
            var kept = await state.Read(bystander, cancel).ConfigureAwait(false);
            return kept is { } item && JsonElement.DeepEquals(item.Value, Before);
        }
    }

    // What cannot be cleaned away stays: a few bytes that nobody reads.
    private async Task Clean(CancellationToken cancel)
    {
        try
        {
            await state.Transact(
                [.. Keys.Append($"{prefix}alone").Select(key => new StateChange(key, null))], cancel)
                .ConfigureAwait(false);
        }
        catch (DaprException)
        {
            return;
        }
    }

    private IEnumerable<string> Keys => Enumerable.Range(0, ContextLimits.MaxChanges).Select(Key);

    private string Key(int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}
