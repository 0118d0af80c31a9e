using System.Collections.Concurrent;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Database;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.ReadModels;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Ledger.Rebuild;

/// <summary>
/// Makes read models again, one after another, beside the running ones, and tells how far that is. One order at a time.
/// Thread safe. Dispose to end what is at work; the running tables stay then.
/// </summary>
public sealed partial class RebuildDesk(PostgresEventStore store, ILogger<RebuildDesk> log) : IAsyncDisposable
{
    private const string Waiting = "waiting";
    private const string Running = "running";
    private const string Done = "done";
    private const string Failed = "failed";

    private readonly ConcurrentDictionary<string, RebuildView> runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock one = new();
    private Task work = Task.CompletedTask;

    /// <summary>All read models, in the order in which they are rebuilt.</summary>
    public IReadOnlyList<ReadModelView> Models() =>
    [
        .. ControlDatabase.Projections.Select(model => new ReadModelView(
            model.Name, model.Tables, model is ISetProjection, runs.GetValueOrDefault(model.Name))),
    ];

    /// <summary>Begins an order.</summary>
    /// <param name="request">Which ones, and whether only to compare.</param>
    /// <returns>All read models; or why not.</returns>
    public Answer<IReadOnlyList<ReadModelView>> Start(RebuildRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wanted = request.Models is { Count: > 0 } named ? named : null;
        var models = ControlDatabase.Projections.Where(model => wanted?.Contains(model.Name) != false).ToList();
        if (wanted is not null && wanted.Distinct(StringComparer.Ordinal).Count() != models.Count)
        {
            var known = string.Join(", ", ControlDatabase.Projections.Select(model => model.Name));
            return Refusal.Of(ProblemKinds.InvalidBody, $"models must be of these: {known}.");
        }

        lock (one)
        {
            if (!work.IsCompleted)
            {
                return Refusal.Of(ProblemKinds.Conflict, "A rebuild is at work; wait for its end.");
            }

            runs.Clear();
            foreach (var model in models)
            {
                runs[model.Name] = new RebuildView(Waiting, request.Check);
            }

            work = Task.Run(() => Run(models, request.Check, stopping.Token));
        }

        return new Answer<IReadOnlyList<ReadModelView>>(Models(), null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task Run(List<IInlineProjection> models, bool isCheck, CancellationToken stop)
    {
        foreach (var model in models)
        {
            runs[model.Name] = await One(model, isCheck, stop).ConfigureAwait(false);
        }
    }

    private async Task<RebuildView> One(IInlineProjection model, bool isCheck, CancellationToken stop)
    {
        try
        {
            runs[model.Name] = new RebuildView(Running, isCheck);
            var report = await store.Rebuild(model, isCheck, new Told(this, model.Name, isCheck), stop)
                .ConfigureAwait(false);
            LogDone(model.Name, report.Events, report.Elapsed.TotalSeconds, report.Held.TotalMilliseconds);
            return new RebuildView(
                Done, isCheck, null, 0, 0, report.Events, report.Elapsed.TotalMilliseconds,
                report.Held.TotalMilliseconds, isCheck ? report.Differences : null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new RebuildView(Failed, isCheck, Error: "The control plane stopped.");
        }
#pragma warning disable CA1031 // A host's loop: it is logged and told; the running tables are as they were.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            LogFailed(cause, model.Name);
            return new RebuildView(Failed, isCheck, Error: cause.Message);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Read model {Model}: made again of {Events} events in {Seconds:F1} s; appends waited for {Held:F0} ms.")]
    private partial void LogDone(string model, long events, double seconds, double held);

    [LoggerMessage(LogLevel.Error, "Read model {Model} could not be made again; the running one stays.")]
    private partial void LogFailed(Exception cause, string model);

    // Told at once and in order, unlike Progress<T>: what is told last must be what is shown.
    private sealed class Told(RebuildDesk desk, string model, bool isCheck) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) =>
            desk.runs[model] = new RebuildView(Running, isCheck, value.Phase, value.Sequence, value.Last);
    }
}
