using Google.Protobuf;
using static EdgeFlow.OrTools.Native.ModelBytes;

namespace EdgeFlow.OrTools.Native;

/// <summary>
/// A model over whole numbers as CP-SAT's CpModelProto. Variables and intervals are numbered from 0; a choice is a
/// variable of 0 or 1. Not thread-safe.
/// </summary>
public sealed class CpModel
{
    private readonly List<(long Lower, long Upper)> _variables = [];
    private readonly List<byte[]> _constraints = [];
    private int _least = -1;

    /// <summary>How many variables.</summary>
    public int VariableCount => _variables.Count;

    /// <summary>Adds a variable and returns its number.</summary>
    public int AddVariable(long lower, long upper)
    {
        _variables.Add((lower, upper));
        return _variables.Count - 1;
    }

    /// <summary>Adds a choice and returns its number.</summary>
    public int AddChoice() => AddVariable(0, 1);

    /// <summary>Makes a variable's upper limit lower.</summary>
    public void Limit(int variable, long upper) =>
        _variables[variable] = (_variables[variable].Lower, Math.Min(upper, _variables[variable].Upper));

    /// <summary>Says which variable is to be as low as possible.</summary>
    public void Minimise(int variable) => _least = variable;

    /// <summary>Adds Σ a x ≥ lower, where a choice is made, or always.</summary>
    /// <param name="lower">The least value.</param>
    /// <param name="terms">Variables with their coefficients; those of one variable add up.</param>
    /// <param name="where">The choice; null for always.</param>
    public void AddAtLeast(long lower, IEnumerable<(int Variable, long Coefficient)> terms, int? where = null) =>
        AddRow(lower, long.MaxValue, terms, where);

    /// <summary>Adds lower ≤ Σ a x ≤ upper.</summary>
    /// <param name="lower">The least value.</param>
    /// <param name="upper">The greatest value.</param>
    /// <param name="terms">Variables with their coefficients; those of one variable add up.</param>
    /// <param name="where">A choice without which it need not hold; null for always.</param>
    public void AddRow(
        long lower, long upper, IEnumerable<(int Variable, long Coefficient)> terms, int? where = null)
    {
        var sums = terms.GroupBy(t => t.Variable).OrderBy(g => g.Key)
            .Select(g => (Variable: (long)g.Key, Coefficient: g.Sum(t => t.Coefficient)))
            .Where(t => t.Coefficient != 0).ToList();
        Add(12, where, o =>
        {
            Integers(o, 1, sums.Select(t => t.Variable));
            Integers(o, 2, sums.Select(t => t.Coefficient));
            Integers(o, 3, [lower, upper]);
        });
    }

    /// <summary>Exactly one of some choices is made.</summary>
    public void AddExactlyOne(IEnumerable<int> choices) => Add(29, null, o => Integers(o, 1, choices.Select(Literal)));

    /// <summary>At most one of some choices is made.</summary>
    public void AddAtMostOne(IEnumerable<int> choices) => Add(26, null, o => Integers(o, 1, choices.Select(Literal)));

    /// <summary>Not all of some choices are made.</summary>
    public void AddNotAll(IEnumerable<int> choices) =>
        Add(3, null, o => Integers(o, 1, choices.Select(c => -Literal(c) - 1)));

    /// <summary>Adds an interval that takes place where a choice is made, and returns its number.</summary>
    /// <param name="start">The variable at which it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="where">The choice.</param>
    public int AddInterval(int start, long length, int where)
    {
        Add(19, where, o =>
        {
            Write(o, 4, Linear(start, 0));
            Write(o, 5, Linear(start, length));
            Write(o, 6, Linear(null, length));
        });
        return _constraints.Count - 1;
    }

    /// <summary>No two of some intervals take place at once.</summary>
    public void AddNoOverlap(IEnumerable<int> intervals) =>
        Add(20, null, o => Integers(o, 1, intervals.Select(Literal)));

    /// <summary>The model's bytes.</summary>
    public byte[] ToBytes() => Message(output =>
    {
        // CpModelProto: variables 2, constraints 3, objective 4.
        foreach (var (lower, upper) in _variables)
        {
            Write(output, 2, Message(o => Integers(o, 2, [lower, upper])));
        }

        _constraints.ForEach(c => Write(output, 3, c));
        if (_least >= 0)
        {
            Write(output, 4, Message(o =>
            {
                Integers(o, 1, [_least]);
                Integers(o, 4, [1]);
            }));
        }
    });

    // ConstraintProto: enforcement_literal 2, beside one field for its kind.
    private void Add(int kind, int? where, Action<CodedOutputStream> write) => _constraints.Add(Message(output =>
    {
        if (where is { } choice)
        {
            Integers(output, 2, [choice]);
        }

        Write(output, kind, Message(write));
    }));

    // LinearExpressionProto: vars 1, coeffs 2, offset 3.
    private static byte[] Linear(int? variable, long offset) => Message(o =>
    {
        if (variable is { } known)
        {
            Integers(o, 1, [known]);
            Integers(o, 2, [1]);
        }

        o.WriteTag(3, WireFormat.WireType.Varint);
        o.WriteInt64(offset);
    });

    private static long Literal(int choice) => choice;
}
