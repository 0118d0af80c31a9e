namespace EdgeFlow.StageWorker.Hosting;

/// <summary>One call on <see cref="ComputeThreads"/>: it waits, runs and is done, unless it is given up.</summary>
/// <param name="abandoned">Told when a call that runs is given up, so that its thread is replaced.</param>
internal abstract class ComputeCall(Action abandoned)
{
    private readonly Lock gate = new();
    private State state = State.Waiting;

    private enum State
    {
        Waiting,
        Running,
        Done,
        GivenUp,
    }

    /// <summary>Computes, on the calling thread.</summary>
    /// <returns>Whether the thread may take the next call; false when another has taken its place.</returns>
    public bool Execute()
    {
        if (!Move(State.Waiting, State.Running))
        {
            return true;
        }

        Compute();
        return IsDone();
    }

    /// <summary>Ends the call with a failure, unless it is done. What computes it is told, but may go on.</summary>
    public void GiveUp(Exception reason)
    {
        bool isRunning;
        lock (gate)
        {
            if (state is State.Done or State.GivenUp)
            {
                return;
            }

            isRunning = state == State.Running;
            state = State.GivenUp;
        }

        Fail(reason);
        if (isRunning)
        {
            abandoned();
        }
    }

    /// <summary>Computes and answers through <see cref="Finish"/>.</summary>
    protected abstract void Compute();

    /// <summary>Tells the caller that the call was given up, and the code to end.</summary>
    protected abstract void Fail(Exception reason);

    /// <summary>Whether the answer is the caller's: false when the call was given up before.</summary>
    protected bool Finish() => Move(State.Running, State.Done);

    private bool Move(State from, State to)
    {
        lock (gate)
        {
            var moves = state == from;
            state = moves ? to : state;
            return moves;
        }
    }

    private bool IsDone()
    {
        lock (gate)
        {
            return state == State.Done;
        }
    }
}
