using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Durable;

/// <summary>
/// Starts, watches and steers instances of workflows through a sidecar. Every call throws a
/// <see cref="GrpcException"/> when the sidecar refuses it or is away; only the waits try again. Thread safe.
/// </summary>
public sealed class WorkflowClient : IAsyncDisposable
{
    private readonly SidecarCalls _calls;
    private readonly Payloads _payloads;
    private readonly IWorkflowTransport _transport;
    private readonly InstanceWait _wait;
    private readonly int _maxMessageBytes;

    /// <summary>Makes a client; nothing is connected before its first call.</summary>
    /// <param name="options">Where the sidecar is, and the limits.</param>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public WorkflowClient(ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _payloads = new Payloads(options.Json);
        _maxMessageBytes = options.MaxMessageBytes;
        _transport = options.Connect();
        _calls = new SidecarCalls(_transport, options);
        _wait = new InstanceWait(_transport, options, _payloads);
    }

    /// <summary>Starts an instance of a workflow, as part of the caller's trace when it has one.</summary>
    /// <param name="name">The name of the workflow.</param>
    /// <param name="input">Its input; JSON.</param>
    /// <param name="instanceId">The id of the instance; null for a new random one.</param>
    /// <param name="startAt">When it starts; null for now.</param>
    /// <param name="tags">Words kept beside the instance.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>The id of the instance.</returns>
    /// <exception cref="GrpcException">AlreadyExists when an instance of this id has not ended.</exception>
    public async Task<string> Schedule(
        string name,
        object? input = null,
        string? instanceId = null,
        DateTimeOffset? startAt = null,
        IReadOnlyDictionary<string, string>? tags = null,
        CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new CreateInstanceRequest
        {
            Name = name,
            InstanceId = instanceId ?? Guid.NewGuid().ToString("N"),
            Input = _payloads.Write(input),
            ScheduledStartTimestamp = startAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            ParentTraceContext = TraceMapping.Current(),
        };
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            request.Tags.Add(key, value);
        }

        var response = await Call(WorkflowMethods.StartInstance, request, CreateInstanceResponse.Parser, cancel)
            .ConfigureAwait(false);
        return response.InstanceId;
    }

    /// <summary>Reads how an instance stands.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="withPayloads">Whether its input and output come with it.</param>
    /// <param name="cancel">Gives the call up.</param>
    /// <returns>The state, or null when there is no such instance.</returns>
    public async Task<InstanceState?> Get(
        string instanceId, bool withPayloads = true, CancellationToken cancel = default)
    {
        var request = new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = withPayloads };
        var response = await _calls.Read(WorkflowMethods.GetInstance, request, GetInstanceResponse.Parser, cancel)
            .ConfigureAwait(false);
        return StateMapping.FromWire(response, _payloads);
    }

    /// <summary>Waits until an instance has started, also through a restart of the sidecar.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancel">Gives the wait up.</param>
    /// <returns>Its state then.</returns>
    /// <exception cref="TimeoutException">It has not started in time.</exception>
    public Task<InstanceState> WaitForStart(
        string instanceId, TimeSpan timeout, CancellationToken cancel = default) =>
        _wait.Until(
            WorkflowMethods.WaitForInstanceStart,
            instanceId,
            timeout,
            state => state.Status != InstanceStatus.Pending,
            cancel);

    /// <summary>Waits until an instance has ended, also through a restart of the sidecar.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancel">Gives the wait up.</param>
    /// <returns>Its state then, with its output.</returns>
    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    public Task<InstanceState> WaitForCompletion(
        string instanceId, TimeSpan timeout, CancellationToken cancel = default) =>
        _wait.Until(
            WorkflowMethods.WaitForInstanceCompletion, instanceId, timeout, state => state.HasEnded, cancel);

    /// <summary>Sends an external event to an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">The name of the event; upper and lower case are the same.</param>
    /// <param name="payload">Its payload; JSON.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>A task that ends once the event is kept.</returns>
    public Task RaiseEvent(
        string instanceId, string name, object? payload = null, CancellationToken cancel = default) => Call(
        WorkflowMethods.RaiseEvent,
        new RaiseEventRequest { InstanceId = instanceId, Name = name, Input = _payloads.Write(payload) },
        RaiseEventResponse.Parser,
        cancel);

    /// <summary>Ends an instance from outside.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="output">What it ends with; JSON.</param>
    /// <param name="recursive">Whether its children end too.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>A task that ends once the order is kept.</returns>
    public Task Terminate(
        string instanceId, object? output = null, bool recursive = true, CancellationToken cancel = default) => Call(
        WorkflowMethods.TerminateInstance,
        new TerminateRequest { InstanceId = instanceId, Output = _payloads.Write(output), Recursive = recursive },
        TerminateResponse.Parser,
        cancel);

    /// <summary>Halts an instance; what arrives meanwhile is kept.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>A task that ends once the order is kept.</returns>
    public Task Suspend(string instanceId, string? reason = null, CancellationToken cancel = default) => Call(
        WorkflowMethods.SuspendInstance,
        new SuspendRequest { InstanceId = instanceId, Reason = reason },
        SuspendResponse.Parser,
        cancel);

    /// <summary>Lets a halted instance go on.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>A task that ends once the order is kept.</returns>
    public Task Resume(string instanceId, string? reason = null, CancellationToken cancel = default) => Call(
        WorkflowMethods.ResumeInstance,
        new ResumeRequest { InstanceId = instanceId, Reason = reason },
        ResumeResponse.Parser,
        cancel);

    /// <summary>Deletes an ended instance with its history.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="recursive">Whether its children are deleted too.</param>
    /// <param name="force">Whether it is deleted although it has not ended; only where its worker is gone.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>What was deleted.</returns>
    public Task<PurgeOutcome> Purge(
        string instanceId, bool recursive = true, bool force = false, CancellationToken cancel = default) =>
        Purge(new PurgeInstancesRequest { InstanceId = instanceId, Recursive = recursive, Force = force }, cancel);

    /// <summary>
    /// Deletes ended instances with their histories. A sidecar that cannot filter (daprd 1.18) is asked for each
    /// instance instead.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="recursive">Whether their children are deleted too.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>What was deleted.</returns>
    public async Task<PurgeOutcome> Purge(
        PurgeFilter filter, bool recursive = true, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var wire = StateMapping.ToWire(filter);
        try
        {
            var request = new PurgeInstancesRequest { PurgeInstanceFilter = wire, Recursive = recursive };
            return await Purge(request, cancel).ConfigureAwait(false);
        }
        catch (GrpcException cannot) when (cannot.Status == GrpcStatus.Unimplemented)
        {
            return await FilteredPurge.OneByOne(this, filter, recursive, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Lists the ids of instances.</summary>
    /// <param name="pageSize">The ids of a page at most; null for what the sidecar likes.</param>
    /// <param name="token">The <see cref="InstancePage.NextToken"/> of the page before; null for the first.</param>
    /// <param name="cancel">Gives the call up.</param>
    /// <returns>A page.</returns>
    public async Task<InstancePage> List(
        int? pageSize = null, string? token = null, CancellationToken cancel = default)
    {
        var request = new ListInstanceIDsRequest();
        if (pageSize is { } size)
        {
            request.PageSize = (uint)size;
        }

        if (token is not null)
        {
            request.ContinuationToken = token;
        }

        var response = await Call(WorkflowMethods.ListInstanceIds, request, ListInstanceIDsResponse.Parser, cancel)
            .ConfigureAwait(false);
        return new InstancePage([.. response.InstanceIds], NullIfEmpty(response.ContinuationToken));
    }

    /// <summary>Reads the recorded history of an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancel">Gives the call up.</param>
    /// <returns>The events in their order.</returns>
    public Task<IReadOnlyList<HistoryEvent>> History(string instanceId, CancellationToken cancel = default) =>
        HistoryPages.Read(
            instanceId,
            _maxMessageBytes,
            page => _calls.Read(
                WorkflowMethods.GetInstanceHistory, page, GetInstanceHistoryResponse.Parser, cancel));

    /// <summary>Starts a new instance that shares another one's history up to a step, which runs again.</summary>
    /// <param name="sourceInstanceId">The instance whose history is used.</param>
    /// <param name="eventId">The id of the event at which the step was asked for.</param>
    /// <param name="newInstanceId">The id of the new instance; null for one that the sidecar makes.</param>
    /// <param name="newInput">The input of the step, when <paramref name="overwriteInput"/>; JSON.</param>
    /// <param name="overwriteInput">Whether the step gets the new input instead of its recorded one.</param>
    /// <param name="cancel">Gives the call up; it may still take effect.</param>
    /// <returns>The id of the new instance.</returns>
    public async Task<string> Rerun(
        string sourceInstanceId,
        int eventId,
        string? newInstanceId = null,
        object? newInput = null,
        bool overwriteInput = false,
        CancellationToken cancel = default)
    {
        var request = new RerunWorkflowFromEventRequest
        {
            SourceInstanceID = sourceInstanceId,
            EventID = (uint)eventId,
            OverwriteInput = overwriteInput,
            Input = overwriteInput ? _payloads.Write(newInput) : null,
        };
        if (newInstanceId is not null)
        {
            request.NewInstanceID = newInstanceId;
        }

        var response = await Call(
            WorkflowMethods.RerunWorkflowFromEvent, request, RerunWorkflowFromEventResponse.Parser, cancel)
            .ConfigureAwait(false);
        return response.NewInstanceID;
    }

    /// <summary>Closes the connections.</summary>
    /// <returns>A task that has ended.</returns>
    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<PurgeOutcome> Purge(PurgeInstancesRequest request, CancellationToken cancel)
    {
        var response = await Call(WorkflowMethods.PurgeInstances, request, PurgeInstancesResponse.Parser, cancel)
            .ConfigureAwait(false);
        return new PurgeOutcome(response.DeletedInstanceCount, response.IsComplete);
    }

    private Task<T> Call<T>(string method, IMessage request, MessageParser<T> parser, CancellationToken cancel)
        where T : class, IMessage<T> => _calls.Once(method, request, parser, cancel);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
