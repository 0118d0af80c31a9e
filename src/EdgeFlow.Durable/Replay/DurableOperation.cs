namespace EdgeFlow.Durable.Replay;

/// <summary>Something that a workflow waits for and that a recorded event will end.</summary>
internal abstract class DurableOperation(string what)
{
    /// <summary>What it is, for messages: for example <c>activity 'charge'</c>.</summary>
    public string What { get; } = what;

    /// <summary>The id that a completion must carry, when it carries one; null when any will do.</summary>
    public string? ExecutionId { get; set; }

    /// <summary>The registration of the token that may give the operation up.</summary>
    public CancellationTokenRegistration Giveup { get; set; }

    public abstract void Succeed(string? payload);

    public abstract void Fail(Exception failure);

    public abstract void Cancel(CancellationToken token);
}
