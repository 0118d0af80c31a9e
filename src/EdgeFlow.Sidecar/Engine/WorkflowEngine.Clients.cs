using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <content>
/// What clients call. Instances that are not in memory have ended or never were; callers then ask the store.
/// </content>
internal sealed partial class WorkflowEngine
{
    /// <summary>Creates an instance. The task ends when it is durable.</summary>
    /// <exception cref="GrpcException">
    /// AlreadyExists while one with this id has not ended; ResourceExhausted.
    /// </exception>
    public Task Start(ExecutionStartedEvent start, string appId)
    {
        lock (_gate)
        {
            RequireFree(start.WorkflowInstance.InstanceId);
            var entry = Create(start, appId, _clock.GetUtcNow());
            ScheduleTurn(entry);
            return TouchWithTurn(entry);
        }
    }

    /// <summary>Creates an instance with a history of its own: a rerun of an ended one.</summary>
    public Task Start(RerunPlan plan, string appId)
    {
        lock (_gate)
        {
            RequireFree(plan.InstanceId);
            var now = _clock.GetUtcNow();
            var state = new InstanceState(checked((_token << 40) | ++_keys), plan.InstanceId, appId, plan.Start, now);
            InstanceEvolver.AppendTurn(state, plan.History, taken: 0);
            InstanceEvolver.Move(state, LifecycleTrigger.Turned);
            var entry = new InstanceEntry(state) { IsNew = true };
            if (_entries.TryGetValue(plan.InstanceId, out var ended))
            {
                ended.Superseded = true;
            }

            _entries[plan.InstanceId] = entry;
            foreach (var activity in state.Activities.Values)
            {
                var ticket = new ActivityTicket(state, activity);
                entry.Activities[activity.TaskId] = ticket;
                Touch(entry).Releases.Add(ticket);
            }

            foreach (var (timerId, fireAt) in state.Timers)
            {
                Arm(fireAt, new TimerQueue.Due(entry, state.Generation, timerId));
            }

            foreach (var child in plan.Children(state))
            {
                CreateFor(entry, child, now);
            }

            return Touch(entry).Done.Task;
        }
    }

    /// <summary>Puts an event into an unfinished instance's inbox.</summary>
    /// <returns>
    /// Null when no unfinished instance has this id; else a task that ends when the event is durable.
    /// </returns>
    /// <exception cref="GrpcException">ResourceExhausted: the inbox is full.</exception>
    public Task? Send(string instanceId, HistoryEvent item)
    {
        lock (_gate)
        {
            ThrowIfOver();
            if (!_entries.TryGetValue(instanceId, out var entry) || entry.State.IsTerminal)
            {
                return null;
            }

            if (entry.State.Inbox.Count >= _options.MaxInboxEvents)
            {
                throw new GrpcException(
                    GrpcStatus.ResourceExhausted,
                    $"{_options.MaxInboxEvents} events wait for the instance {instanceId} already.");
            }

            if (entry.State.Status == OrchestrationStatus.Stalled)
            {
                Unstall(entry);
            }

            return Arrive(entry, item);
        }
    }

    /// <summary>Ends an unfinished instance, and its children if the event says so, without asking a worker.</summary>
    /// <returns>Null when no unfinished instance has this id; else a task that ends when the end is durable.</returns>
    public Task? Terminate(string instanceId, HistoryEvent terminated)
    {
        lock (_gate)
        {
            ThrowIfOver();
            if (!_entries.TryGetValue(instanceId, out var entry) || entry.State.IsTerminal)
            {
                return null;
            }

            var completion = new Completion(
                OrchestrationStatus.Terminated, terminated.ExecutionTerminated.Input, null);
            Carry(entry, TurnDecider.End(entry.State, terminated, completion, _clock.GetUtcNow()));
            return entry.Durable;
        }
    }

    /// <summary>The view of an instance in memory once all it shows is durable, or null.</summary>
    public async Task<WorkflowState?> View(string instanceId, CancellationToken cancel)
    {
        Task durable;
        WorkflowState view;
        lock (_gate)
        {
            ThrowIfOver();
            if (!_entries.TryGetValue(instanceId, out var entry))
            {
                return null;
            }

            view = InstanceViews.Of(entry.State);
            durable = StoreNow(entry);
        }

        await durable.WaitAsync(cancel).ConfigureAwait(false);
        return view;
    }

    /// <summary>The durable history of an instance in memory, or null.</summary>
    public async Task<IReadOnlyList<HistoryEvent>?> History(string instanceId, CancellationToken cancel)
    {
        Task durable;
        byte[][] chunks;
        lock (_gate)
        {
            ThrowIfOver();
            if (!_entries.TryGetValue(instanceId, out var entry))
            {
                return null;
            }

            chunks = entry.State.History.Snapshot();
            durable = StoreNow(entry);
        }

        await durable.WaitAsync(cancel).ConfigureAwait(false);
        return chunks.SelectMany(EventLog.Decode).ToList();
    }

    /// <summary>Waits until an instance in memory has started, or ended; null when it is not in memory.</summary>
    public async Task<WorkflowState?> Wait(string instanceId, bool untilEnd, CancellationToken cancel)
    {
        var waiter = new TaskCompletionSource<WorkflowState>(TaskCreationOptions.RunContinuationsAsynchronously);
        InstanceEntry? entry;
        lock (_gate)
        {
            ThrowIfOver();
            if (!_entries.TryGetValue(instanceId, out entry))
            {
                return null;
            }

            if (!Reached(entry.State, untilEnd))
            {
                (untilEnd ? entry.EndWaiters : entry.StartWaiters).Add(waiter);
                entry = null;
            }
        }

        if (entry is not null)
        {
            return await View(instanceId, cancel).ConfigureAwait(false);
        }

        try
        {
            return await waiter.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            Forget(instanceId, waiter);
        }
    }

    /// <summary>Removes an instance in memory, ended or not, and its children if asked; how many.</summary>
    public async Task<int> Remove(string instanceId, bool recursive, CancellationToken cancel)
    {
        var removed = 0;
        Task durable;
        lock (_gate)
        {
            ThrowIfOver();
            var work = new Queue<string>([instanceId]);
            while (work.TryDequeue(out var next))
            {
                if (!_entries.Remove(next, out var entry))
                {
                    continue;
                }

                removed++;
                foreach (var child in entry.State.Children.Values.Where(_ => recursive))
                {
                    work.Enqueue(child);
                }

                Evict(entry);
            }

            durable = removed > 0 ? Submit().Done.Task : Task.CompletedTask;
        }

        await durable.WaitAsync(cancel).ConfigureAwait(false);
        return removed;
    }

    private static bool Reached(InstanceState state, bool untilEnd) =>
        state.IsTerminal || (!untilEnd && state.Status != OrchestrationStatus.Pending);

    private void Evict(InstanceEntry entry)
    {
        var gone = new GrpcException(
            GrpcStatus.NotFound, $"The instance {entry.State.InstanceId} was purged by force.");
        DropStaleWork(entry, executionEnded: true);
        Fail(entry.StartWaiters, gone);
        Fail(entry.EndWaiters, gone);
        // Superseded: what is not stored yet must not be stored after its removal.
        entry.Superseded = true;
        entry.State.Status = OrchestrationStatus.Terminated;
        Touch(entry);
        _batch.Removed.Add(entry.State.Key);
    }

    private void Forget(string instanceId, TaskCompletionSource<WorkflowState> waiter)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(instanceId, out var entry))
            {
                entry.StartWaiters.Remove(waiter);
                entry.EndWaiters.Remove(waiter);
            }
        }
    }

    private void RequireFree(string instanceId)
    {
        ThrowIfOver();
        if (_entries.TryGetValue(instanceId, out var present) && !present.State.IsTerminal)
        {
            throw new GrpcException(
                GrpcStatus.AlreadyExists,
                $"A workflow instance with the id {instanceId} exists and has the status {present.State.Status}.");
        }

        if (_entries.Count >= _options.MaxUnfinishedInstances)
        {
            throw new GrpcException(
                GrpcStatus.ResourceExhausted,
                $"{_options.MaxUnfinishedInstances} instances are unfinished; no more are accepted.");
        }
    }
}
