using System.Diagnostics;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Says that long work still goes on. Stateless and thread-safe.</summary>
internal static class Patience
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    /// <summary>Does some work; every few seconds a line says what is being done, and for how long already.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="doing">What is being done.</param>
    /// <param name="work">The work.</param>
    public static T With<T>(CommandOutput output, string doing, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new Timer(
            _ => output.Say(FormattableString.Invariant($"{doing}: {clock.Elapsed.TotalSeconds:0} s …")), null,
            s_every, s_every);
        return work();
    }
}
