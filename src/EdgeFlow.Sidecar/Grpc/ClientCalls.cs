using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Engine;
using EdgeFlow.Sidecar.Orchestration;
using EdgeFlow.Sidecar.Storage;
using Google.Protobuf;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>
/// The methods that clients call. What is not in the engine's memory has ended and is read from the store.
/// </summary>
internal sealed class ClientCalls(
    WorkflowEngine engine, InstanceReader reader, InstancePurge purge, TimeProvider clock)
{
    private const int DefaultPageSize = 100;
    private const int LargestPageSize = 10_000;
    private const int LongestId = 512;
    private const string NotInIds = "/\\#?\0";

    /// <summary>StartInstance: refused while an instance of this id runs, clean again once it has ended.</summary>
    public async Task<IMessage> Start(CreateInstanceRequest request, CallContext context)
    {
        Require(request.Name.Length > 0, "A workflow needs a name.");
        var instanceId = request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString("N");
        RequireId(instanceId);
        var start = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            ParentTraceContext = request.ParentTraceContext,
            WorkflowInstance = new WorkflowInstance { InstanceId = instanceId, ExecutionId = request.ExecutionId },
        };
        start.Tags.Add(request.Tags);
        await engine.Start(start, context.AppId).WaitAsync(context.Cancel).ConfigureAwait(false);
        return new CreateInstanceResponse { InstanceId = instanceId };
    }

    /// <summary>GetInstance.</summary>
    public async Task<IMessage> Get(GetInstanceRequest request, CallContext context)
    {
        var view = await engine.View(request.InstanceId, context.Cancel).ConfigureAwait(false)
            ?? await Stored(request.InstanceId, context).ConfigureAwait(false);
        return InstanceViews.Answer(view, request.GetInputsAndOutputs);
    }

    /// <summary>WaitForInstanceStart: answers after the first turn, at the latest at the caller's deadline.</summary>
    public Task<IMessage> WaitForStart(GetInstanceRequest request, CallContext context) =>
        Wait(request, untilEnd: false, context);

    /// <summary>WaitForInstanceCompletion: answers after the end, at the latest at the caller's deadline.</summary>
    public Task<IMessage> WaitForCompletion(GetInstanceRequest request, CallContext context) =>
        Wait(request, untilEnd: true, context);

    /// <summary>RaiseEvent.</summary>
    public async Task<IMessage> Raise(RaiseEventRequest request, CallContext context)
    {
        Require(request.Name.Length > 0, "An event needs a name.");
        var item = HistoryEvents.Raised(request.Name, request.Input, clock.GetUtcNow());
        await Sent(request.InstanceId, engine.Send(request.InstanceId, item), context).ConfigureAwait(false);
        return new RaiseEventResponse();
    }

    /// <summary>SuspendInstance.</summary>
    public async Task<IMessage> Suspend(SuspendRequest request, CallContext context)
    {
        var item = HistoryEvents.Suspended(request.Reason, clock.GetUtcNow());
        await Sent(request.InstanceId, engine.Send(request.InstanceId, item), context).ConfigureAwait(false);
        return new SuspendResponse();
    }

    /// <summary>ResumeInstance.</summary>
    public async Task<IMessage> Resume(ResumeRequest request, CallContext context)
    {
        var item = HistoryEvents.Resumed(request.Reason, clock.GetUtcNow());
        await Sent(request.InstanceId, engine.Send(request.InstanceId, item), context).ConfigureAwait(false);
        return new ResumeResponse();
    }

    /// <summary>TerminateInstance. An instance that has ended already stays as it ended, which is no error.</summary>
    public async Task<IMessage> Terminate(TerminateRequest request, CallContext context)
    {
        var item = HistoryEvents.Terminated(request.Output, request.Recursive, clock.GetUtcNow());
        await Sent(request.InstanceId, engine.Terminate(request.InstanceId, item), context).ConfigureAwait(false);
        return new TerminateResponse();
    }

    /// <summary>
    /// PurgeInstances. Unfinished instances are refused, unless forced; a filter is for the caller's application.
    /// </summary>
    public async Task<IMessage> Purge(PurgeInstancesRequest request, CallContext context)
    {
        if (request.RequestCase == PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter)
        {
            var (count, all) = await purge.ByFilter(context.AppId, request.PurgeInstanceFilter, context.Cancel)
                .ConfigureAwait(false);
            return new PurgeInstancesResponse { DeletedInstanceCount = count, IsComplete = all };
        }

        // The view waits until a fresh end is durable, so that a purge right after it finds the ended row.
        var view = await engine.View(request.InstanceId, context.Cancel).ConfigureAwait(false);
        if (view is not null && !InstanceLifecycle.IsTerminal(view.WorkflowStatus) && !request.Force)
        {
            throw new GrpcException(
                GrpcStatus.FailedPrecondition,
                $"The instance {request.InstanceId} has the status {view.WorkflowStatus}; only ended ones are purged.");
        }

        var (deleted, whole) =
            await purge.ById(request.InstanceId, request.Recursive, context.Cancel).ConfigureAwait(false);
        if (request.Force)
        {
            var removed =
                await engine.Remove(request.InstanceId, request.Recursive, context.Cancel).ConfigureAwait(false);
            deleted += removed;
            whole |= removed > 0;
        }

        return new PurgeInstancesResponse { DeletedInstanceCount = deleted, IsComplete = whole };
    }

    /// <summary>
    /// ListInstanceIDs: the caller's application's, in pages in the order of the ids; the token is the last id of the
    /// page before.
    /// </summary>
    public async Task<IMessage> List(ListInstanceIDsRequest request, CallContext context)
    {
        var size = request is { HasPageSize: true, PageSize: > 0 }
            ? (int)Math.Min(request.PageSize, LargestPageSize)
            : DefaultPageSize;
        var after = request.HasContinuationToken ? request.ContinuationToken : "";
        var ids = await reader.Ids(context.AppId, after, size, context.Cancel).ConfigureAwait(false);
        var answer = new ListInstanceIDsResponse();
        answer.InstanceIds.AddRange(ids);
        if (ids.Count == size)
        {
            answer.ContinuationToken = ids[^1];
        }

        return answer;
    }

    /// <summary>GetInstanceHistory: the events of the last execution, all or a page of them.</summary>
    public async Task<IMessage> History(GetInstanceHistoryRequest request, CallContext context) =>
        HistoryPage.Of(
            await AllEvents(request.InstanceId, context).ConfigureAwait(false) ?? throw Unknown(request.InstanceId),
            request);

    /// <summary>RerunWorkflowFromEvent: a new instance from the past of an ended one.</summary>
    public async Task<IMessage> Rerun(RerunWorkflowFromEventRequest request, CallContext context)
    {
        var source = await engine.View(request.SourceInstanceID, context.Cancel).ConfigureAwait(false);
        if (source is not null && !InstanceLifecycle.IsTerminal(source.WorkflowStatus))
        {
            throw new GrpcException(
                GrpcStatus.FailedPrecondition,
                $"The instance {request.SourceInstanceID} has not ended; only ended ones can be rerun.");
        }

        var row = await reader.Find(request.SourceInstanceID, context.Cancel).ConfigureAwait(false)
            ?? throw Unknown(request.SourceInstanceID);
        var newId = request.HasNewInstanceID ? request.NewInstanceID : Guid.NewGuid().ToString("N");
        RequireId(newId);
        if (await reader.Find(newId, context.Cancel).ConfigureAwait(false) is not null)
        {
            throw new GrpcException(GrpcStatus.AlreadyExists, $"An instance with the id {newId} exists.");
        }

        var events = await reader.History(row.Key, context.Cancel).ConfigureAwait(false);
        var plan = RerunPlan.Make(events, request, newId, out var problem)
            ?? throw new GrpcException(GrpcStatus.NotFound, problem);
        await engine.Start(plan, row.AppId).WaitAsync(context.Cancel).ConfigureAwait(false);
        return new RerunWorkflowFromEventResponse { NewInstanceID = newId };
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, otherwise);
        }
    }

    // A Dapr sidecar refuses the same characters: it makes names of ids.
    private static void RequireId(string instanceId) => Require(
        instanceId.Length is > 0 and <= LongestId && !instanceId.AsSpan().ContainsAny(NotInIds),
        $"An instance id has 1 to {LongestId} characters, none of them /, \\, #, ? or NUL.");

    private static GrpcException Unknown(string instanceId) =>
        new(GrpcStatus.NotFound, $"No workflow instance has the id {instanceId}.");

    private async Task<IMessage> Wait(GetInstanceRequest request, bool untilEnd, CallContext context)
    {
        var view = await engine.Wait(request.InstanceId, untilEnd, context.Cancel).ConfigureAwait(false)
            ?? await Stored(request.InstanceId, context).ConfigureAwait(false);
        return InstanceViews.Answer(view, request.GetInputsAndOutputs);
    }

    private async Task<WorkflowState?> Stored(string instanceId, CallContext context) =>
        await reader.Find(instanceId, context.Cancel).ConfigureAwait(false) is { } row ? InstanceViews.Of(row) : null;

    /// <summary>
    /// Waits until what was sent is durable. An ended instance takes nothing more, and that is no error.
    /// </summary>
    private async Task Sent(string instanceId, Task? durable, CallContext context)
    {
        if (durable is not null)
        {
            await durable.WaitAsync(context.Cancel).ConfigureAwait(false);
        }
        else if (await reader.Find(instanceId, context.Cancel).ConfigureAwait(false) is null)
        {
            throw Unknown(instanceId);
        }
    }

    private async Task<IReadOnlyList<HistoryEvent>?> AllEvents(string instanceId, CallContext context)
    {
        if (await engine.History(instanceId, context.Cancel).ConfigureAwait(false) is { } events)
        {
            return events;
        }

        return await reader.Find(instanceId, context.Cancel).ConfigureAwait(false) is { } row
            ? await reader.History(row.Key, context.Cancel).ConfigureAwait(false)
            : null;
    }
}
