using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>
/// A stage that was given secrets: a frame that begins when they are older than <see cref="RenewAfter"/> reads them
/// anew, and where one has changed the stage is made again with it. Frames that are under way end on the stage that
/// they began on. Secrets that cannot be read then are read again after that time, and the stage goes on as it is. Safe
/// for concurrent use.
/// </summary>
internal sealed class RenewedStage : ISourceStage
{
    /// <summary>How old secrets may be when a frame begins.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, Task<(IStage Stage, SecretValues Values)>> make;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private Held held;
    private long readAt;
    private bool isReading;
    private bool isDisposed;

    /// <param name="stage">The stage as it was made; owned.</param>
    /// <param name="values">Its secrets.</param>
    /// <param name="make">Reads the secrets and makes the stage again.</param>
    /// <param name="time">The clock.</param>
    public RenewedStage(
        IStage stage, SecretValues values, Func<CancellationToken, Task<(IStage Stage, SecretValues Values)>> make,
        TimeProvider time)
    {
        (held, this.make, this.time) = (new Held(stage, values), make, time);
        readAt = time.GetTimestamp();
    }

    public long? FrameCount => (held.Stage as ISourceStage)?.FrameCount;

    public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        if (IsDue())
        {
            await Renew(cancel).ConfigureAwait(false);
        }

        var used = Used();
        try
        {
            return await used.Stage.Run(inputs, cancel).ConfigureAwait(false);
        }
        finally
        {
            Release(used);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
        }

        Release(held);
    }

    // One frame reads; those that begin meanwhile go on with what there is.
    private bool IsDue()
    {
        lock (gate)
        {
            return !isReading && time.GetElapsedTime(readAt) >= RenewAfter && (isReading = true);
        }
    }

    private async Task Renew(CancellationToken cancel)
    {
        try
        {
            var (stage, values) = await make(cancel).ConfigureAwait(false);
            Release(Kept(new Held(stage, values)));
        }
        catch (StageException)
        {
            // The secret may be back in a while, and the one that is known may still do.
            return;
        }
        finally
        {
            lock (gate)
            {
                (isReading, readAt) = (false, time.GetTimestamp());
            }
        }
    }

    // The one of the two that is not used any more.
    private Held Kept(Held fresh)
    {
        lock (gate)
        {
            if (isDisposed || fresh.Values.Are(held.Values))
            {
                return fresh;
            }

            var before = held;
            held = fresh;
            return before;
        }
    }

    private Held Used()
    {
        lock (gate)
        {
            held.Users++;
            return held;
        }
    }

    private void Release(Held of)
    {
        lock (gate)
        {
            if (--of.Users > 0)
            {
                return;
            }
        }

        of.Stage.Dispose();
    }

    private sealed class Held(IStage stage, SecretValues values)
    {
        public IStage Stage => stage;

        public SecretValues Values => values;

        // Frames on it, and this object while it is the current one.
        public int Users { get; set; } = 1;
    }
}
