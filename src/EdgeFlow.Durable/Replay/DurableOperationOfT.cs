namespace EdgeFlow.Durable.Replay;

/// <summary>A durable operation with a result. Continuations run inside the call that ends it.</summary>
internal sealed class DurableOperation<T>(string what, Payloads? payloads) : DurableOperation(what)
{
    // Continuations must not run asynchronously: Task.WhenAny and WhenAll would leave the workflow's thread.
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Succeed(string? payload)
    {
        Giveup.Dispose();
        T result;
        try
        {
            result = payloads is null ? default! : payloads.Read<T>(payload, $"the result of {What}");
        }
        catch (InvalidDataException broken)
        {
            _source.TrySetException(broken);
            return;
        }

        _source.TrySetResult(result);
    }

    public override void Fail(Exception failure)
    {
        Giveup.Dispose();
        _source.TrySetException(failure);
    }

    public override void Cancel(CancellationToken token) => _source.TrySetCanceled(token);
}
