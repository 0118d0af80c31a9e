using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Durable.Worker;

/// <summary>
/// Tells a sidecar the outcome of an item, again when it cannot be reached. An outcome that stays undelivered is
/// logged: the sidecar gives the item out again, and a second outcome of one item changes nothing.
/// </summary>
internal sealed class OutcomeSender(IWorkflowTransport transport, WorkerOptions options, ILogger logger)
{
    public async Task Send(string method, IMessage outcome, string what, CancellationToken giveUp)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await transport.Unary(method, outcome, CompleteTaskResponse.Parser, options.CallTimeout, giveUp)
                    .ConfigureAwait(false);
                return;
            }
            catch (GrpcException refused)
            {
                if (!refused.IsRetriable || attempt >= options.MaxCompletionAttempts)
                {
                    logger.OutcomeRefused(what, attempt, refused);
                    return;
                }
            }

            await Task.Delay(options.DelayAfter(attempt), giveUp).ConfigureAwait(false);
        }
    }
}
