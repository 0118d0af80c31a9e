using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Engine;

/// <content>Timers, scheduled starts and the leases of turns.</content>
internal sealed partial class WorkflowEngine
{
    /// <summary>The loop looks at least this often, for turns whose lease ended.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private void Arm(DateTimeOffset at, TimerQueue.Due due)
    {
        if (_timers.Add(at, due) && _sooner.CurrentCount == 0)
        {
            _sooner.Release();
        }
    }

    private async Task RunTimers()
    {
        while (!_ended.IsCancellationRequested)
        {
            TimeSpan sleep;
            lock (_gate)
            {
                FireDue();
                RecallOverdueTurns();
                var next = _timers.NextAt is { } at ? at - _clock.GetUtcNow() : LongestSleep;
                sleep = next < LongestSleep ? next : LongestSleep;
            }

            // A timer's due time has more digits than a delay; a whole millisecond more keeps the loop from spinning.
            sleep = sleep > TimeSpan.Zero ? sleep + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1);
            using var timer = new CancellationTokenSource(sleep, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _ended.Token);
            try
            {
                await _sooner.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Either something is due or the term is over; the loop's head tells.
            }
        }
    }

    private void FireDue()
    {
        var now = _clock.GetUtcNow();
        while (_over is null && _timers.TryTake(now, out var due))
        {
            var state = due.Entry.State;
            if (state.IsTerminal || state.Generation != due.Generation)
            {
                continue;
            }

            if (due.TimerId is not { } timerId)
            {
                ScheduleTurn(due.Entry);
            }
            else if (state.Timers.TryGetValue(timerId, out var fireAt))
            {
                Arrive(due.Entry, HistoryEvents.TimerFired(timerId, fireAt, now));
            }
        }
    }

    private void RecallOverdueTurns()
    {
        foreach (var ticket in _dispatcher.OverdueTurns())
        {
            _dispatcher.Release(ticket);
            if (!ticket.Cancelled)
            {
                _logger.TurnOverdue(ticket.InstanceId, _options.TurnLease);
                ticket.LastProblem = $"its worker did not answer within {_options.TurnLease}";
                DispatchAgain(ticket);
            }
        }
    }
}
