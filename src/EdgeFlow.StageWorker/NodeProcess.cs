using System.Runtime.InteropServices;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker;

/// <summary>
/// A node as the whole purpose of a process: runs until SIGTERM or SIGINT, drains; a second signal ends the draining.
/// </summary>
public static class NodeProcess
{
    /// <summary>Runs the node to its end.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="catalog">The kinds of stage that it knows.</param>
    /// <param name="loggers">Its log.</param>
    /// <param name="cancel">Ends it like a signal.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    /// <exception cref="Registration.NodeNameTakenException">Another live process has its name.</exception>
    /// <exception cref="EdgeFlow.Dapr.Metadata.ForeignSidecarException">Its sidecar is not its own.</exception>
    public static async Task Run(
        StageWorkerOptions options, StageCatalog catalog, ILoggerFactory loggers, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var hurry = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        var node = new NodeHost(options, catalog, loggers);
        await using (node.ConfigureAwait(false))
        {
            try
            {
                await node.Run(end.Token, hurry.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                loggers.CreateLogger(nameof(NodeProcess)).LogInformation("Node {Node} was stopped before it was ready",
                    options.Name);
            }
        }

        void OnSignal(PosixSignalContext signal)
        {
            // The process ends by itself, after draining.
            signal.Cancel = true;
            if (end.IsCancellationRequested)
            {
                hurry.Cancel();
            }

            end.Cancel();
        }
    }
}
