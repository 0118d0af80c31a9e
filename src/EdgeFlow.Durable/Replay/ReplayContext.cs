using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Replay;

/// <summary>The context of one replay: turns what the code asks for into steps and operations of its run.</summary>
internal sealed class ReplayContext(InstanceReplay run, string name, RunIdentity identity) : WorkflowContext
{
    private object? _status;
    private string? _statusText;

    public override string InstanceId => run.InstanceId;

    public override string Name => name;

    public override DateTimeOffset CurrentTime => run.CurrentTime;

    public override bool IsReplaying => run.IsReplaying;

    /// <summary>Whether the code asked to start again, and with what.</summary>
    public (object? Input, bool KeepEvents)? NextRun { get; private set; }

    /// <summary>What the code set last as its custom status; JSON.</summary>
    public string? CustomStatus => _statusText ?? run.Payloads.Write(_status);

    public override Task<T> CallActivity<T>(string name, object? input = null, ActivityOptions? options = null)
    {
        run.CheckCaller();
        ArgumentException.ThrowIfNullOrEmpty(name);
        var executionId = identity.OfStep(run.Steps.Next);
        return Retrying.Run(
            options?.Retry,
            this,
            () => run.Start<T>(
                NewStep(StepKind.Activity, name, input, executionId, "", options?.TargetApp), executionId),
            delay => Wait(delay, action => action.ActivityRetry = new() { TaskExecutionId = executionId }));
    }

    public override Task CallActivity(string name, object? input = null, ActivityOptions? options = null) =>
        CallActivity<Ignored>(name, input, options);

    public override Task CreateTimer(TimeSpan delay, CancellationToken cancel = default) =>
        CreateTimer(CurrentTime + delay, cancel);

    public override Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancel = default) =>
        CreateTimer(fireAt, action => action.CreateTimer = new TimerOriginCreateTimer(), cancel);

    public override Task<T> WaitForEvent<T>(string name, CancellationToken cancel = default)
    {
        run.CheckCaller();
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (cancel.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancel);
        }

        var wait = new DurableOperation<T>($"event '{name}'", run.Payloads);
        if (run.Inbox.TryTake(name, out var payload))
        {
            wait.Succeed(payload);
            return wait.Task;
        }

        run.Inbox.Wait(name, wait);
        wait.Giveup = run.OnGiveUp(wait, () => run.Inbox.GiveUp(name, wait), cancel);
        return wait.Task;
    }

    public override async Task<T> WaitForEvent<T>(string name, TimeSpan timeout)
    {
        using var lost = new CancellationTokenSource();
        var arrival = WaitForEvent<T>(name, lost.Token);
        if (arrival.IsCompleted || timeout == Timeout.InfiniteTimeSpan)
        {
            return await arrival;
        }

        var since = CurrentTime;
        var timer = CreateTimer(
            since + timeout, action => action.ExternalEvent = new TimerOriginExternalEvent { Name = name }, lost.Token);
        var first = await Task.WhenAny(arrival, timer);
        // Not CancelAsync: that would run the callbacks on another thread.
        lost.Cancel();
        return first == arrival
            ? await arrival
            : throw new TimeoutException($"no event '{name}' came to {InstanceId} in {timeout} after {since:O}");
    }

    public override Task<T> CallChild<T>(string name, object? input = null, ChildOptions? options = null)
    {
        run.CheckCaller();
        ArgumentException.ThrowIfNullOrEmpty(name);
        var childId = "";
        return Retrying.Run(
            options?.Retry,
            this,
            () =>
            {
                childId = options?.InstanceId ?? identity.OfStep(run.Steps.Next);
                return run.Start<T>(NewStep(StepKind.Child, name, input, "", childId, options?.TargetApp), null);
            },
            delay => Wait(delay, action => action.ChildWorkflowRetry = new() { InstanceId = childId }));
    }

    public override void SendEvent(string instanceId, string name, object? payload)
    {
        run.CheckCaller();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(name);
        run.Steps.Add(NewStep(StepKind.SendEvent, name, payload, "", instanceId, null));
    }

    public override void SetCustomStatus(object? status)
    {
        run.CheckCaller();
        _status = status;
        _statusText = IsReplaying ? null : run.Payloads.Write(status);
    }

    public override void ContinueAsNew(object? input = null, bool keepEvents = true)
    {
        run.CheckCaller();
        NextRun = (input, keepEvents);
    }

    public override void NumberStepsFrom(int first)
    {
        run.CheckCaller();
        run.Steps.StartAt(first);
    }

    public override Guid NewGuid()
    {
        run.CheckCaller();
        return identity.NextGuid();
    }

    private Task Wait(TimeSpan delay, Action<CreateTimerAction> origin) =>
        CreateTimer(CurrentTime + delay, origin, CancellationToken.None);

    private Task CreateTimer(DateTimeOffset fireAt, Action<CreateTimerAction> origin, CancellationToken cancel)
    {
        run.CheckCaller();
        if (cancel.IsCancellationRequested)
        {
            return Task.FromCanceled(cancel);
        }

        return run.Start<Ignored>(
            new Step { Kind = StepKind.Timer, FireAt = fireAt, Origin = origin }, executionId: null, cancel);
    }

    private Step NewStep(
        StepKind kind, string name, object? input, string executionId, string instanceId, string? targetApp) => new()
        {
            Kind = kind,
            Name = name,
            // A step that is asked for in a replay is nearly always confirmed, so that its input is not needed again.
            Input = IsReplaying ? null : run.Payloads.Write(input),
            LateInput = IsReplaying ? input : null,
            ExecutionId = executionId,
            InstanceId = instanceId,
            TargetApp = targetApp,
        };
}
