namespace EdgeFlow.StageWorker.Batch;

/// <summary>An input of a batch task cannot be had; its producer has to run again.</summary>
public sealed class InputLostException(string task, string message, Exception? cause = null)
    : Exception($"{task}: {message}", cause)
{
    /// <summary>The kind of error, for workflows.</summary>
    public string ErrorType => "InputLost";

    /// <summary>The task whose output is lost; the message begins with it too.</summary>
    public string Task { get; } = task;
}
