using EdgeFlow.Sidecar.Storage;

namespace EdgeFlow.Sidecar.Engine;

/// <content>How changes become durable.</content>
internal sealed partial class WorkflowEngine
{
    private CommitBatch Touch(InstanceEntry entry)
    {
        _batch.Dirty.Add(entry);
        entry.Batch = _batch;
        return Submit();
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
        lock (_gate)
        {
            FailBatch(batch, cause);
        }

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

        batch.Done.TrySetResult();
        foreach (var (waiter, view) in batch.Answers)
        {
            waiter.TrySetResult(view);
        }
    }
}
