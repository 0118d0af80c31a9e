using System.Collections.Concurrent;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Counts what really ran, beside the history. Thread safe.</summary>
internal sealed class Attempts
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>Counts one more and gives the number so far.</summary>
    public int Note(string key) => _counts.AddOrUpdate(key, 1, (_, before) => before + 1);

    public int Of(string key) => _counts.GetValueOrDefault(key);
}
