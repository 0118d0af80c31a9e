using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>
/// A stage that was given secrets or personal data. Its errors, which are logged and stored as events, are told without
/// them; an output that holds a secret, such as what a service echoes, is refused.
/// </summary>
/// <param name="stage">The stage; owned.</param>
/// <param name="secrets">What no output may hold.</param>
/// <param name="untold">What no error may tell.</param>
internal sealed class GuardedStage(IStage stage, SecretValues secrets, SecretValues untold) : ISourceStage
{
    public long? FrameCount => (stage as ISourceStage)?.FrameCount;

    public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        Frame output;
        try
        {
            output = await stage.Run(inputs, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && Tells(error))
        {
            throw Hidden(error);
        }

        foreach (var part in output.Parts)
        {
            if (secrets.IsIn(part.Data.Span) || secrets.IsIn(part.Name) || secrets.IsIn(part.ContentType))
            {
                throw new StageException(
                    "SecretInOutput", $"Part '{secrets.Hide(part.Name)}' of the output holds a secret of the stage.");
            }
        }

        return output;
    }

    public void Dispose() => stage.Dispose();

    /// <summary>An error without the secrets, and without its cause, which may tell them.</summary>
    public StageException Hidden(Exception error) => Hidden(error, untold);

    /// <summary>As <see cref="Hidden(Exception)"/>.</summary>
    public static StageException Hidden(Exception error, SecretValues secrets) => new(
        error is StageException known ? known.ErrorType : error.GetType().Name, secrets.Hide(error.Message));

    // All of the chain: a log may print it whole.
    private bool Tells(Exception error) => untold.IsIn(error.ToString());
}
