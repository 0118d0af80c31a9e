using System.Numerics;

namespace EdgeFlow.Planning.Scheduling.Search;

/// <summary>A set of positions as bits, taken from the lowest or from the highest on. Mutable.</summary>
internal sealed class StaleSet(int positions)
{
    private const int WordBits = 64;

    private readonly ulong[] _words = new ulong[(positions + WordBits - 1) / WordBits];
    private int _low = int.MaxValue;
    private int _high = -1;

    /// <summary>Puts a position in.</summary>
    public void Add(int position)
    {
        var word = position >>> 6;
        _words[word] |= 1UL << position;
        _low = Math.Min(_low, word);
        _high = Math.Max(_high, word);
    }

    /// <summary>Takes the lowest position out; -1 when the set is empty.</summary>
    public int TakeLowest()
    {
        for (; _low <= _high; _low++)
        {
            var bits = _words[_low];
            if (bits != 0)
            {
                _words[_low] = bits & (bits - 1);
                return _low * WordBits + BitOperations.TrailingZeroCount(bits);
            }
        }

        (_low, _high) = (int.MaxValue, -1);
        return -1;
    }

    /// <summary>Takes the highest position out; -1 when the set is empty.</summary>
    public int TakeHighest()
    {
        for (; _high >= _low; _high--)
        {
            var bits = _words[_high];
            if (bits != 0)
            {
                var top = WordBits - 1 - BitOperations.LeadingZeroCount(bits);
                _words[_high] = bits & ~(1UL << top);
                return _high * WordBits + top;
            }
        }

        (_low, _high) = (int.MaxValue, -1);
        return -1;
    }
}
