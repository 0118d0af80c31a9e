using System.Text;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>The values that a stage was given, so that they are kept out of whatever leaves it. Immutable; never
/// printed.</summary>
internal sealed class SecretValues
{
    private const string Mask = "***";

    // Shorter values stand in data by chance.
    private const int LeastBytesSearched = 8;

    private readonly string[] texts;
    private readonly byte[][] searched;

    public SecretValues(IEnumerable<string> values)
    {
        // The longest first: one may be a part of another.
        texts = [.. values.Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];
        searched = [.. texts.Select(Encoding.UTF8.GetBytes).Where(bytes => bytes.Length >= LeastBytesSearched)];
    }

    /// <summary>The values themselves, the longest first.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>Whether they are the same values.</summary>
    public bool Are(SecretValues others) => texts.ToHashSet(StringComparer.Ordinal).SetEquals(others.texts);

    /// <summary>Whether a text holds one of them.</summary>
    public bool IsIn(string text) => texts.Any(value => text.Contains(value, StringComparison.Ordinal));

    /// <summary>Whether data holds one of at least 8 bytes, as it is.</summary>
    public bool IsIn(ReadOnlySpan<byte> data)
    {
        foreach (var value in searched)
        {
            if (data.IndexOf(value) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A text without them.</summary>
    public string Hide(string text) =>
        texts.Aggregate(text, (masked, value) => masked.Replace(value, Mask, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Mask;
}
