using EdgeFlow.Sidecar.Storage;

namespace EdgeFlow.Sidecar.Engine;

/// <content>How changes become durable.</content>
internal sealed partial class WorkflowEngine
{
    /// <summary>
    /// A change that goes into the next commit, with everything else that changes in this hold of the lock.
    /// </summary>
    private CommitBatch Touch(InstanceEntry entry)
    {
        _batch.Dirty.Add(entry);
        entry.Batch = _batch;
        if (entry.Arrival is { } arrival)
        {
            entry.Arrival = null;
            _arrived.Remove(entry);
            _batch.Arrivals.Add(arrival);
        }

        return Submit();
    }

    /// <summary>
    /// A change of one instance alone, which may have led to a turn. While a worker has the turn it is not yet stored:
    /// the answer comes soon as a rule, and then both are one row of the journal and one commit. After
    /// <see cref="EmbeddedSidecarOptions.TurnPatience"/> it is stored by itself.
    /// </summary>
    /// <returns>A task that ends when the change is durable.</returns>
    private Task TouchWithTurn(InstanceEntry entry)
    {
        if (entry.Turn is not { Holder: not null } || _batch.Dirty.Contains(entry))
        {
            return Touch(entry).Done.Task;
        }

        if (entry.Arrival is null)
        {
            entry.Arrival = new TaskCompletionSource();
            _arrived.Add(entry);
            StartPatience();
        }

        return entry.Arrival.Task;
    }

    /// <summary>
    /// Stores at once what waits for its turn: somebody asks how the instance stands, perhaps the turn's worker.
    /// </summary>
    /// <returns>A task that ends when all that has happened to the instance so far is durable.</returns>
    private Task StoreNow(InstanceEntry entry) => entry.Arrival is null ? entry.Durable : Touch(entry).Done.Task;

    private void StartPatience()
    {
        if (!_patienceRuns)
        {
            _patienceRuns = true;
            _patience.Change(_options.TurnPatience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stores what waits for its turn. What came after the timer began only goes a little earlier.</summary>
    private void EndPatience()
    {
        lock (_gate)
        {
            _patienceRuns = false;
            foreach (var entry in _arrived.ToArray().Where(_ => _over is null))
            {
                Touch(entry);
            }
        }
    }

    private CommitBatch Submit()
    {
        if (!_batch.Submitted)
        {
            _batch.Submitted = true;
            _ = Request(_batch);
        }

        return _batch;
    }

    private async Task Request(CommitBatch batch)
    {
        try
        {
            await _commits.Submit(batch, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is OwnershipLostException or ObjectDisposedException)
        {
            Abandon(batch, cause);
        }
        catch (OperationCanceledException cancelled)
        {
            Abandon(batch, new OwnershipLostException("The term ended before the change was stored.", cancelled));
        }
#pragma warning disable CA1031 // A host's loop: a batch that cannot be stored ends the term, with its cause.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Abandon(batch, new OwnershipLostException("A change could not be stored: " + bug.Message, bug));
        }
    }

    private void Abandon(CommitBatch batch, Exception cause)
    {
        batch.Fail(cause);
        End(cause);
    }

    /// <summary>
    /// Commits whatever has gathered. The request that wakes the writer is the batch itself: everything that changed
    /// up to the moment of writing joins it, so two changes of one instance cost one row where one replaces the other.
    /// </summary>
    private async ValueTask<IReadOnlyList<bool>> WriteBatch(
        IReadOnlyList<CommitBatch> requests, CancellationToken cancel)
    {
        foreach (var request in requests)
        {
            var set = new WriteSet();
            lock (_gate)
            {
                if (ReferenceEquals(request, _batch))
                {
                    _batch = new CommitBatch();
                }

                foreach (var entry in request.Dirty)
                {
                    if (!entry.Superseded)
                    {
                        set.Take(entry.State, entry.IsNew);
                        entry.IsNew = false;
                    }
                }

                set.Removed.AddRange(request.Removed);
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _ended.Token);
            await _store.Commit(set, either.Token).ConfigureAwait(false);
            Committed(request);
        }

        return new bool[requests.Count];
    }

    private void Committed(CommitBatch batch)
    {
        lock (_gate)
        {
            foreach (var entry in batch.Dirty)
            {
                if (entry.State.IsTerminal && ReferenceEquals(entry.Batch, batch)
                    && _entries.TryGetValue(entry.State.InstanceId, out var current) && ReferenceEquals(current, entry))
                {
                    _entries.Remove(entry.State.InstanceId);
                }
            }

            foreach (var ticket in batch.Releases)
            {
                if (!ticket.Cancelled)
                {
                    _dispatcher.Enqueue(ticket);
                }
            }
        }

        batch.Succeed();
    }
}
