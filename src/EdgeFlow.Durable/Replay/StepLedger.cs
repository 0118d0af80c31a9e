using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable.Replay;

/// <summary>
/// The steps that the code asked for, by their sequence numbers, until the history confirms them. Numbers start at 1
/// unless the code says otherwise, never at 0, so that an event without one names no step.
/// </summary>
internal sealed class StepLedger(string instanceId)
{
    private readonly Dictionary<int, Step> _unconfirmed = [];
    private int _last;
    private bool _any;

    /// <summary>The number that the next step will get.</summary>
    public int Next => _last + 1;

    /// <summary>Sets the number of the first step.</summary>
    /// <exception cref="InvalidOperationException">There are steps already.</exception>
    public void StartAt(int first)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        _last = _any
            ? throw new InvalidOperationException($"{instanceId} numbers its steps from {first} on, but has some")
            : first - 1;
    }

    public int Add(Step step)
    {
        _any = true;
        _unconfirmed.Add(++_last, step);
        return _last;
    }

    /// <summary>Marks a step that the code gave up, so that it is not sent; its confirmation may still come.</summary>
    public void Cancel(int id)
    {
        if (_unconfirmed.TryGetValue(id, out var step))
        {
            step.IsCancelled = true;
        }
    }

    /// <summary>Takes every step that was sent as confirmed, because the answer that held it was taken.</summary>
    public void ConfirmSent()
    {
        foreach (var (id, step) in _unconfirmed)
        {
            if (!step.IsCancelled)
            {
                _unconfirmed.Remove(id);
            }
        }
    }

    /// <summary>Compares a recorded step with what the code asked for under its number, and gives that.</summary>
    /// <exception cref="NonDeterminismException">The code asked for something else, or for nothing.</exception>
    public Step Confirm(int id, StepKind kind, string name)
    {
        if (!_unconfirmed.Remove(id, out var step))
        {
            throw new NonDeterminismException(
                instanceId, id, Step.Describe(kind, name), $"no further step (the code asked for {_last})");
        }

        if (step.Kind != kind || !string.Equals(step.Name, name, StringComparison.Ordinal))
        {
            throw new NonDeterminismException(instanceId, id, Step.Describe(kind, name), step.ToString());
        }

        return step;
    }

    /// <summary>
    /// Writes the steps to send, in the order in which the code asked for them, of the kinds that
    /// <paramref name="keep"/> says still matter.
    /// </summary>
    public void WriteTo(IList<WorkflowAction> actions, string appId, Payloads payloads, Func<StepKind, bool> keep)
    {
        foreach (var (id, step) in _unconfirmed.OrderBy(entry => entry.Key))
        {
            if (!step.IsCancelled && keep(step.Kind))
            {
                actions.Add(step.ToWire(id, appId, payloads));
            }
        }
    }
}
