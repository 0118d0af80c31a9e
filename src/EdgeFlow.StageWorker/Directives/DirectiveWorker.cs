using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Directives;

/// <summary>
/// Receives directives as workflow activities that are routed to this node. It outlives losses of the sidecar; when the
/// sidecar moves, it starts anew. Calls come one at a time.
/// </summary>
/// <param name="directives">What it can be asked for.</param>
/// <param name="appId">The application that it speaks for.</param>
/// <param name="sidecarToken">The sidecar's token; null for none.</param>
/// <param name="drainTimeout">How long running directives may go on at the end.</param>
/// <param name="logger">Its log.</param>
internal sealed class DirectiveWorker(NodeDirectives directives, string appId, string? sidecarToken,
    TimeSpan drainTimeout, ILogger logger) : IAsyncDisposable
{
    private WorkflowWorker? worker;
    private Task running = Task.CompletedTask;
    private string? connected;

    /// <summary>Connects to a sidecar, unless it is the one already connected to.</summary>
    public async Task Connect(string address)
    {
        if (address == connected)
        {
            return;
        }

        await DisposeAsync().ConfigureAwait(false);
        worker = new WorkflowWorker(new WorkerOptions
        {
            Address = new Uri(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}"),
            AppId = appId,
            ApiToken = sidecarToken,
            Json = ProtocolJson.Options,
            DrainTimeout = drainTimeout,
        }, logger);
        worker.AddActivity<HostDirective, HostReport>(
            WorkflowNames.HostStages, (_, directive, cancel) => directives.Host(directive, cancel));
        worker.AddActivity<StopDirective, bool>(
            WorkflowNames.StopStages, (_, directive, _) => directives.Stop(directive));
        worker.AddActivity<TaskDirective, TaskReport>(
            WorkflowNames.RunTask, (_, directive, cancel) => directives.RunTask(directive, cancel));
        worker.AddActivity<KeptDirective, bool>(
            WorkflowNames.CheckKept, (_, directive, cancel) => directives.CheckKept(directive, cancel));
        running = worker.Run(CancellationToken.None);
        connected = address;
    }

    public async ValueTask DisposeAsync()
    {
        connected = null;
        if (worker is { } ended)
        {
            worker = null;
            await ended.DisposeAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }
}
