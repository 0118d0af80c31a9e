using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Invocation;

namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>A stage that is a method of a Dapr application, called through the node's sidecar.</summary>
internal sealed class DaprTarget : IExternalTarget
{
    private readonly InvocationTarget target;
    private readonly TimeSpan timeout;
    private readonly int maxBytes;
    private readonly DaprHttp sidecar;
    private readonly ServiceInvocation invocation;

    public DaprTarget(DaprEndpoint endpoint, InvocationTarget target, TimeSpan timeout, int maxBytes)
    {
        (this.target, this.timeout, this.maxBytes) = (target, timeout, maxBytes);
        sidecar = new DaprHttp(endpoint, new DaprHttpOptions { Timeout = timeout, MaxAnswerBytes = maxBytes });
        invocation = new ServiceInvocation(sidecar);
    }

    public async Task<ExternalAnswer> Post(
        HttpContent content, (string Name, string Value)[] headers, CancellationToken cancel)
    {
        try
        {
            using var answer = await invocation
                .Invoke(target, HttpMethod.Post, content, cancel, headers).ConfigureAwait(false);
            return new(
                ExternalAnswer.TypeOf(answer.Content),
                await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false));
        }
        catch (DaprException error)
        {
            throw Told(error);
        }
    }

    public void Dispose() => sidecar.Dispose();

    private StageException Told(DaprException error) => error switch
    {
        { Status: not null } => new StageException("Refused", $"{target} refused: {error.Message}", error),
        { InnerException: OperationCanceledException } => new StageException(
            "Timeout", $"{target} gave no answer within {timeout.TotalSeconds} s.", error),
        { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } } =>
            new StageException("TooLarge", $"{target} answered with more than {maxBytes} bytes.", error),
        _ => new StageException("Unreachable", $"{target} could not be asked: {error.Message}", error),
    };
}
