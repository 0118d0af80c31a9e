using EdgeFlow.Exchange.Publishing;
using Xunit;

namespace EdgeFlow.Tests.Exchange;

/// <summary>What is sent next, and how far everything is published, whatever the broker does.</summary>
public sealed class OutboxWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly OutboxLimits Limits = new() { MaxWave = 3, MaxFailures = 2 };

    [Fact]
    public void Take_EventsOfOneSubject_GoOneAfterTheOther()
    {
        var window = Filled("a", "b", "a", "b", "a");

        var first = Take(window);
        Assert.Equal([1, 2], Numbers(first));
        Assert.False(window.TryTake(Start, out _));

        window.Done(first[0]);
        Assert.Equal([3], Numbers(Take(window)));
    }

    [Fact]
    public void Position_LaterOnesPublishedFirst_StaysBeforeTheOldest()
    {
        var window = Filled("a", "b", "c");
        var wave = Take(window);

        window.Done(wave[2]);
        window.Done(wave[1]);
        Assert.Equal(0, window.Position);

        window.Done(wave[0]);
        Assert.Equal(3, window.Position);
    }

    [Fact]
    public void Position_InternalEventsBetween_ArePassed()
    {
        var window = new OutboxWindow(10, Limits);
        window.Advance(12);
        Assert.Equal(12, window.Position);

        window.Add(Entry(15, "a"));
        window.Advance(20);
        Assert.Equal(14, window.Position);

        window.Done(Take(window)[0]);
        Assert.Equal(20, window.Position);
    }

    [Fact]
    public void Returned_WholeWave_IsTriedAgainOneByOneAfterAPause()
    {
        var window = Filled("a", "b", "c");
        window.Returned(Take(window), Start);

        Assert.False(window.TryTake(Start, out _));
        Assert.NotNull(window.PausedUntil);
        var probe = Take(window, Start + Limits.MaxPause);
        Assert.Equal([1], Numbers(probe));
        Assert.False(window.TryTake(Start + Limits.MaxPause, out _));

        window.Done(probe[0]);
        Assert.Null(window.PausedUntil);
        Assert.Equal([2, 3], Numbers(Take(window, Start + Limits.MaxPause)));
    }

    [Fact]
    public void Failed_NothingElseGoesThrough_IsNeverGivenUp()
    {
        var window = Filled("a");
        var now = Start;
        for (var attempt = 0; attempt < 50; attempt++)
        {
            now += Limits.MaxPause;
            var wave = Take(window, now);
            window.Returned(wave, now);
            Assert.False(window.IsGivenUp(wave[0]));
        }
    }

    [Fact]
    public void Failed_OthersGoThroughBetween_IsGivenUpAndItsSubjectGoesOn()
    {
        var window = Filled("bad", "bad");
        var now = Start;
        var number = 2L;
        OutboxEntry? bad = null;
        for (var attempt = 0; bad is null || !window.IsGivenUp(bad); attempt++)
        {
            Assert.True(attempt < 10, "it is never given up");
            now += Limits.MaxPause;
            bad = Take(window, now)[0];
            Assert.Equal(1, bad.Sequence);
            window.Returned([bad], now);
            window.Add(Entry(++number, $"good-{number}"));
            now += Limits.MaxPause;
            if (!window.IsGivenUp(bad))
            {
                window.Done(TakeFresh(window, now, bad));
            }
        }

        window.SetAside(bad);
        Assert.Contains(2, Numbers(Take(window, now + Limits.MaxPause)));
        Assert.Equal(1, window.Position);
    }

    [Fact]
    public void Failed_AloneWhileTheBrokerTakesQuestions_IsGivenUp()
    {
        var window = Filled("a");
        var now = Start;
        for (var attempt = 1; attempt <= Limits.AskAfter + Limits.MaxFailures; attempt++)
        {
            now += Limits.MaxPause;
            var bad = Take(window, now)[0];
            Assert.Equal(attempt > Limits.AskAfter, window.NeedsProof(bad));
            Assert.False(window.IsGivenUp(bad));
            if (window.NeedsProof(bad))
            {
                window.Proven();
            }

            window.Returned([bad], now);
            Assert.Equal(attempt == Limits.AskAfter + Limits.MaxFailures, window.IsGivenUp(bad));
        }
    }

    [Fact]
    public void Failed_SubjectsNextEvent_WaitsForIt()
    {
        var window = Filled("a", "b", "a", "c");
        var wave = Take(window);

        window.Failed(wave[0], Start);
        window.Done(wave[1]);
        window.Done(wave[2]);

        Assert.False(window.TryTake(Start, out _));
        Assert.Equal([1], Numbers(Take(window, Start + Limits.MaxPause)));
    }

    [Fact]
    public void Run_RandomAnswers_LosesNothingAndKeepsEverySubjectsOrder()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var subjects = Enumerable.Range(0, 60).Select(_ => $"s{random.Next(7)}").ToArray();
            var window = Filled(subjects);
            var published = new List<OutboxEntry>();
            var flying = new List<IReadOnlyList<OutboxEntry>>();
            var now = Start;
            for (var step = 0; window.Count > 0; step++)
            {
                Assert.True(step < 20_000, $"seed {seed} does not end");
                now += TimeSpan.FromMilliseconds(random.Next(500));
                if (random.Next(2) == 0 && window.TryTake(now, out var wave))
                {
                    flying.Add(wave);
                }
                else if (flying.Count > 0)
                {
                    var answered = flying[random.Next(flying.Count)];
                    flying.Remove(answered);
                    Answer(window, answered, random, now, published);
                }
            }

            Assert.Equal(subjects.Length, window.Position);
            Assert.All(
                published.GroupBy(entry => entry.Message.Subject),
                line => Assert.Equal(line.Select(entry => entry.Sequence).Order(), line.Select(e => e.Sequence)));
        }
    }

    // Everything fails one time in four; otherwise each fails one time in six; what is given up counts as told.
    private static void Answer(
        OutboxWindow window, IReadOnlyList<OutboxEntry> wave, Random random, DateTimeOffset now,
        List<OutboxEntry> published)
    {
        var failed = wave.Select(_ => random.Next(6) == 0).ToArray();
        if (random.Next(4) == 0 || failed.All(bad => bad))
        {
            window.Returned(wave, now);
            failed = [];
        }

        for (var index = 0; index < failed.Length; index++)
        {
            if (failed[index])
            {
                window.Failed(wave[index], now);
            }
            else
            {
                published.Add(wave[index]);
                window.Done(wave[index]);
            }
        }

        foreach (var entry in wave.Where(window.IsGivenUp))
        {
            window.SetAside(entry);
        }
    }

    private static OutboxEntry TakeFresh(OutboxWindow window, DateTimeOffset now, OutboxEntry bad)
    {
        while (true)
        {
            var wave = Take(window, now);
            if (!wave.Contains(bad))
            {
                return Assert.Single(wave);
            }

            window.Returned(wave, now);
        }
    }

    private static OutboxWindow Filled(params string[] subjects)
    {
        var window = new OutboxWindow(0, Limits);
        for (var index = 0; index < subjects.Length; index++)
        {
            window.Add(Entry(index + 1, subjects[index]));
        }

        return window;
    }

    private static OutboxEntry Entry(long sequence, string subject) =>
        new(sequence, Start, new CloudEvent($"{subject}/{sequence}", "t", subject, ReadOnlyMemory<byte>.Empty));

    private static IReadOnlyList<OutboxEntry> Take(OutboxWindow window, DateTimeOffset? now = null)
    {
        Assert.True(window.TryTake(now ?? Start, out var wave));
        return wave;
    }

    private static IEnumerable<long> Numbers(IReadOnlyList<OutboxEntry> wave) => wave.Select(entry => entry.Sequence);
}
