using System.Diagnostics;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable;

/// <summary>
/// A wait for an instance: a call that stays open until the sidecar answers, made again when it took too long or the
/// sidecar was away, until the caller's own time is over.
/// </summary>
internal sealed class InstanceWait(IWorkflowTransport transport, ClientOptions options, Payloads payloads)
{
    public async Task<InstanceState> Until(
        string method, string instanceId, TimeSpan timeout, Func<InstanceState, bool> reached, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        var last = "nothing was heard of it";
        while (true)
        {
            var left = timeout - Stopwatch.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException($"{instanceId} did not come as far in {timeout}: {last}");
            }

            try
            {
                if (await Ask(method, instanceId, left, cancel).ConfigureAwait(false) is not { } state)
                {
                    last = "there is no such instance";
                }
                else if (reached(state))
                {
                    return state;
                }
                else
                {
                    last = $"it is {state.Status}";
                }
            }
            catch (GrpcException late) when (late.Status == GrpcStatus.DeadlineExceeded)
            {
                // A wait that stays open says nothing new of the instance; what was last seen of it still stands.
            }
            catch (GrpcException away) when (away.IsRetriable)
            {
                last = away.Message;
            }

            left = timeout - Stopwatch.GetElapsedTime(since);
            var pause = left < options.WaitRetryDelay ? left : options.WaitRetryDelay;
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, cancel).ConfigureAwait(false);
        }
    }

    private async Task<InstanceState?> Ask(
        string method, string instanceId, TimeSpan left, CancellationToken cancel)
    {
        var request = new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = true };
        var open = left < options.WaitCallTimeout ? left : options.WaitCallTimeout;
        var response = await transport.Unary(method, request, GetInstanceResponse.Parser, open, cancel)
            .ConfigureAwait(false);
        return StateMapping.FromWire(response, payloads);
    }
}
