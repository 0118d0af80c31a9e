namespace EdgeFlow.StageWorker.Stages.External;

/// <summary>Who answers for an external stage. Safe for concurrent use.</summary>
internal interface IExternalTarget : IDisposable
{
    /// <summary>Posts a frame and reads the whole answer within the limits of time and size.</summary>
    /// <param name="content">The frame's parts; the callee disposes it.</param>
    /// <param name="headers">Which frame it is.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="StageException">It refused, failed, said too much or nothing in time.</exception>
    Task<ExternalAnswer> Post(
        HttpContent content, (string Name, string Value)[] headers, CancellationToken cancel);
}
