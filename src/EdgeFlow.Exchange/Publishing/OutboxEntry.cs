namespace EdgeFlow.Exchange.Publishing;

/// <summary>A public event on its way to the broker. One thread at a time.</summary>
/// <param name="sequence">Its place among all events.</param>
/// <param name="storedAt">When it was stored.</param>
/// <param name="message">Its public form.</param>
internal sealed class OutboxEntry(long sequence, DateTimeOffset storedAt, CloudEvent message)
{
    public long Sequence => sequence;

    public DateTimeOffset StoredAt => storedAt;

    public CloudEvent Message => message;

    /// <summary>How often it failed alone.</summary>
    public int Failures { get; set; }

    /// <summary>How often it failed although another one went through since its failure before.</summary>
    public int ProvenFailures { get; set; }

    /// <summary>How many had gone through when it last failed.</summary>
    public long SuccessesAtFailure { get; set; }

    /// <summary>The broker has it, or it is set aside.</summary>
    public bool IsDone { get; set; }
}
