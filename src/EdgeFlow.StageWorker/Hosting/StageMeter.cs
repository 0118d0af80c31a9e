namespace EdgeFlow.StageWorker.Hosting;

/// <summary>Counts what a stage does. Safe for concurrent use.</summary>
internal sealed class StageMeter(TimeProvider time)
{
    /// <summary>The rate is that of the last few whole seconds.</summary>
    private const int Seconds = 5;

    private readonly Lock gate = new();
    private readonly long[] completedInSecond = new long[Seconds + 1];
    private readonly long startedAt = time.GetTimestamp();
    private long second;
    private long framesIn;
    private long framesOut;
    private long errors;
    private double busyMs;

    public long FramesIn => Read(ref framesIn);

    public long FramesOut => Read(ref framesOut);

    public long Errors => Read(ref errors);

    public double BusyMs
    {
        get
        {
            lock (gate)
            {
                return busyMs;
            }
        }
    }

    public void Accepted()
    {
        lock (gate)
        {
            framesIn++;
        }
    }

    public void Worked(TimeSpan busy, bool error)
    {
        lock (gate)
        {
            busyMs += busy.TotalMilliseconds;
            errors += error ? 1 : 0;
        }
    }

    public void Completed(int count)
    {
        lock (gate)
        {
            Advance();
            framesOut += count;
            completedInSecond[second % completedInSecond.Length] += count;
        }
    }

    /// <summary>Frames completed a second.</summary>
    public double Rate()
    {
        lock (gate)
        {
            Advance();
            var present = completedInSecond[second % completedInSecond.Length];
            var whole = Math.Min(second, Seconds);
            return whole == 0 ? present : (completedInSecond.Sum() - present) / (double)whole;
        }
    }

    private void Advance()
    {
        var now = (long)time.GetElapsedTime(startedAt).TotalSeconds;
        for (var passed = Math.Min(now - second, completedInSecond.Length); passed > 0; passed--)
        {
            completedInSecond[(now - passed + 1) % completedInSecond.Length] = 0;
        }

        second = now;
    }

    private long Read(ref long value)
    {
        lock (gate)
        {
            return value;
        }
    }
}
