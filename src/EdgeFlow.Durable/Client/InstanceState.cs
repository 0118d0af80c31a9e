namespace EdgeFlow.Durable;

/// <summary>How an instance of a workflow stood when a client asked. Immutable.</summary>
public sealed record InstanceState
{
    /// <summary>The id of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The name of its workflow.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was to start, if that was said.</summary>
    public DateTimeOffset? ScheduledStartAt { get; init; }

    /// <summary>When anything happened to it last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Its input as JSON, when payloads were asked for.</summary>
    public string? Input { get; init; }

    /// <summary>Its output as JSON, when payloads were asked for and it has one.</summary>
    public string? Output { get; init; }

    /// <summary>Its custom status as JSON.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>How it failed.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>The instance whose child it is.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>The tags that it was started with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal Payloads Payloads { get; init; } = new(null);

    /// <summary>Whether it has ended, in whatever way.</summary>
    public bool HasEnded => Status is InstanceStatus.Completed or InstanceStatus.Failed
        or InstanceStatus.Terminated or InstanceStatus.Canceled;

    /// <summary>Reads the output of a completed instance.</summary>
    /// <typeparam name="T">Its type; JSON.</typeparam>
    /// <returns>The output.</returns>
    /// <exception cref="WorkflowFailedException">The instance did not complete.</exception>
    /// <exception cref="InvalidDataException">The output is of another type.</exception>
    public T ReadOutput<T>() => Status == InstanceStatus.Completed
        ? Payloads.Read<T>(Output, $"the output of {InstanceId}")
        : throw new WorkflowFailedException(InstanceId, Status, Failure);

    /// <summary>Reads the input.</summary>
    /// <typeparam name="T">Its type; JSON.</typeparam>
    /// <returns>The input, or the type's default when there is none.</returns>
    /// <exception cref="InvalidDataException">The input is of another type.</exception>
    public T ReadInput<T>() => Payloads.Read<T>(Input, $"the input of {InstanceId}");

    /// <summary>Reads the custom status.</summary>
    /// <typeparam name="T">Its type; JSON.</typeparam>
    /// <returns>The custom status, or the type's default when there is none.</returns>
    /// <exception cref="InvalidDataException">The custom status is of another type.</exception>
    public T ReadCustomStatus<T>() => Payloads.Read<T>(CustomStatus, $"the custom status of {InstanceId}");
}
