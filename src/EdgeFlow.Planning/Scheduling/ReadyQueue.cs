namespace EdgeFlow.Planning.Scheduling;

/// <summary>The tasks whose producers are all placed, by falling priority, then number. Mutable; used once.</summary>
internal sealed class ReadyQueue
{
    private readonly ScheduleProblem _problem;
    private readonly double[] _priority;
    private readonly int[] _missing;
    private readonly PriorityQueue<int, (double, int)> _ready = new();

    public ReadyQueue(ScheduleProblem problem, double[] priority)
    {
        (_problem, _priority, _missing) = (problem, priority, new int[problem.TaskCount]);
        for (var t = 0; t < _missing.Length; t++)
        {
            _missing[t] = problem.In.Start[t + 1] - problem.In.Start[t];
            if (_missing[t] == 0)
            {
                _ready.Enqueue(t, (-priority[t], t));
            }
        }
    }

    /// <summary>Takes the first task; its consumers are ready once their other producers are taken too.</summary>
    public bool TryTake(out int task)
    {
        if (!_ready.TryDequeue(out task, out _))
        {
            return false;
        }

        for (var k = _problem.Out.Start[task]; k < _problem.Out.Start[task + 1]; k++)
        {
            var consumer = _problem.Out.Other[k];
            if (--_missing[consumer] == 0)
            {
                _ready.Enqueue(consumer, (-_priority[consumer], consumer));
            }
        }

        return true;
    }
}
