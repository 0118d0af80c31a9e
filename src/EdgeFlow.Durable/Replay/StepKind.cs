namespace EdgeFlow.Durable.Replay;

/// <summary>The kinds of steps that a workflow's code asks for and its history confirms.</summary>
internal enum StepKind
{
    Activity,
    Timer,
    Child,
    SendEvent,
}
