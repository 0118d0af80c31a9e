namespace EdgeFlow.Control.Runs;

/// <summary>What a job's workflow has to do next. Stored by name in durable histories: never rename a member.</summary>
public enum JobTurnState
{
    /// <summary>The job has no place: wait until a plan changes.</summary>
    Waiting,

    /// <summary>Carry out the plan.</summary>
    Run,

    /// <summary>Every result is stored: complete the job.</summary>
    Complete,

    /// <summary>Somebody asked to cancel: stop the stages.</summary>
    Cancel,

    /// <summary>The plan cannot be carried out, for the reason in the turn's status: the job fails.</summary>
    Impossible,

    /// <summary>The job has ended: stop what is left of its stages.</summary>
    Ended,
}
