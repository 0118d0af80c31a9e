using System.Collections.Concurrent;

namespace EdgeFlow.Control.Commands;

/// <summary>
/// Keeps folded states, so that only newer events need to be read. Bounded: at its limit it forgets everything and
/// fills again, which costs a little reading and no bookkeeping. Thread safe.
/// </summary>
/// <typeparam name="TState">The state's type.</typeparam>
internal sealed class FoldCache<TState>(int limit)
    where TState : class
{
    private readonly ConcurrentDictionary<string, Folded<TState>> states = new(StringComparer.Ordinal);

    public Folded<TState> Get(string stream) => states.GetValueOrDefault(stream) ?? Folded<TState>.Nothing;

    /// <summary>Keeps a state, unless a newer one is there.</summary>
    public void Put(string stream, Folded<TState> folded)
    {
        if (states.Count >= limit)
        {
            states.Clear();
        }

        states.AddOrUpdate(stream, folded, (_, old) => old.Version > folded.Version ? old : folded);
    }

    public void Drop(string stream) => states.TryRemove(stream, out _);
}
