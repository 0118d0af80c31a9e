namespace EdgeFlow.Durable;

/// <summary>
/// What a workflow's code may use. Its members are called on the workflow's own thread of control only: a call after
/// <c>ConfigureAwait(false)</c>, from <c>Task.Run</c> or after awaiting something that this context did not make is
/// refused with a <see cref="ForeignAwaitException"/>.
/// </summary>
public abstract class WorkflowContext
{
    /// <summary>The id of the running instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The name under which the workflow was registered.</summary>
    public abstract string Name { get; }

    /// <summary>The time of the turn that is being run; the same again in every replay.</summary>
    public abstract DateTimeOffset CurrentTime { get; }

    /// <summary>Whether recorded history is being run again, for example to keep a log line from repeating.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Schedules an activity and gives its result.</summary>
    /// <typeparam name="T">The type of the result; JSON.</typeparam>
    /// <param name="name">The name under which the activity is registered.</param>
    /// <param name="input">What the activity gets; JSON. It is read at once, unless history is replayed.</param>
    /// <param name="options">Retries, and the application that runs it; by default one attempt, here.</param>
    /// <returns>A task that ends with the activity, or with a <see cref="TaskFailedException"/>.</returns>
    public abstract Task<T> CallActivity<T>(string name, object? input = null, ActivityOptions? options = null);

    /// <summary>Schedules an activity whose result does not matter.</summary>
    /// <param name="name">The name under which the activity is registered.</param>
    /// <param name="input">What the activity gets; JSON.</param>
    /// <param name="options">Retries, and the application that runs it; by default one attempt, here.</param>
    /// <returns>A task that ends with the activity, or with a <see cref="TaskFailedException"/>.</returns>
    public abstract Task CallActivity(string name, object? input = null, ActivityOptions? options = null);

    /// <summary>Starts a durable timer.</summary>
    /// <param name="delay">How long after <see cref="CurrentTime"/> it fires.</param>
    /// <param name="cancel">Cancels the wait; a source that the workflow itself cancels.</param>
    /// <returns>A task that ends when the timer fires, or is cancelled.</returns>
    public abstract Task CreateTimer(TimeSpan delay, CancellationToken cancel = default);

    /// <summary>Starts a durable timer.</summary>
    /// <param name="fireAt">When it fires.</param>
    /// <param name="cancel">Cancels the wait; a source that the workflow itself cancels.</param>
    /// <returns>A task that ends when the timer fires, or is cancelled.</returns>
    public abstract Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancel = default);

    /// <summary>
    /// Waits for an external event. Events of one name are kept until they are waited for and given out in the order
    /// of their arrival, each to one wait. Upper and lower case of the name are the same.
    /// </summary>
    /// <typeparam name="T">The type of the payload; JSON.</typeparam>
    /// <param name="name">The name of the event.</param>
    /// <param name="cancel">Gives the wait up; a source that the workflow itself cancels.</param>
    /// <returns>A task that ends with the event's payload.</returns>
    public abstract Task<T> WaitForEvent<T>(string name, CancellationToken cancel = default);

    /// <summary>Waits for an external event for a limited time.</summary>
    /// <typeparam name="T">The type of the payload; JSON.</typeparam>
    /// <param name="name">The name of the event.</param>
    /// <param name="timeout">How long after <see cref="CurrentTime"/> the wait ends.</param>
    /// <returns>A task that ends with the event's payload, or with a <see cref="TimeoutException"/>.</returns>
    public abstract Task<T> WaitForEvent<T>(string name, TimeSpan timeout);

    /// <summary>Starts another workflow as a child and gives its output.</summary>
    /// <typeparam name="T">The type of the output; JSON.</typeparam>
    /// <param name="name">The name under which the workflow is registered.</param>
    /// <param name="input">What the child is started with; JSON.</param>
    /// <param name="options">Its id, retries and application; by default a derived id, one attempt, here.</param>
    /// <returns>A task that ends with the child, or with a <see cref="TaskFailedException"/>.</returns>
    public abstract Task<T> CallChild<T>(string name, object? input = null, ChildOptions? options = null);

    /// <summary>
    /// Sends an event to another instance. The embedded sidecar delivers it; a Dapr sidecar (seen with 1.18) cannot,
    /// and repeats the turn for ever. What must run on both raises the event by an activity that uses a client.
    /// </summary>
    /// <param name="instanceId">The instance that gets it.</param>
    /// <param name="name">The name of the event.</param>
    /// <param name="payload">Its payload; JSON.</param>
    public abstract void SendEvent(string instanceId, string name, object? payload);

    /// <summary>Sets the text that clients see as the instance's custom status.</summary>
    /// <param name="status">Any value; JSON. Null clears it.</param>
    public abstract void SetCustomStatus(object? status);

    /// <summary>
    /// Asks that, when the code returns, the instance starts again under its id with a new input and an empty history.
    /// Work that is still outstanding then is forgotten; events that are sent still go out.
    /// </summary>
    /// <param name="input">The input of the new run; JSON.</param>
    /// <param name="keepEvents">Whether events that nobody waited for are handed to the new run.</param>
    public abstract void ContinueAsNew(object? input = null, bool keepEvents = true);

    /// <summary>
    /// Numbers the steps of this run from a number on; before its first step only. Daprd (seen with 1.18) tells the
    /// activities of an instance that run at the same moment apart by their numbers alone: where a run may be followed
    /// by another, or the id be used again, while its activities still run, each run should have numbers of its own,
    /// or an answer to one of them may be taken for the answer to another, which then waits for ever.
    /// </summary>
    /// <param name="first">The number of the first step, from 1; the same again in every replay.</param>
    /// <exception cref="InvalidOperationException">The run has steps already.</exception>
    public abstract void NumberStepsFrom(int first);

    /// <summary>Makes an id that is the same again in every replay and differs everywhere else.</summary>
    /// <returns>A name-based UUID (RFC 9562, version 5).</returns>
    public abstract Guid NewGuid();
}
