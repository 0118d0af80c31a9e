using Google.Protobuf;
using static EdgeFlow.OrTools.Native.ModelBytes;

namespace EdgeFlow.OrTools.Native;

/// <summary>
/// A mixed-integer linear program as MathOpt's ModelProto. Rows and variables are numbered from 0. Not thread-safe.
/// </summary>
public sealed class MixedProgram
{
    private readonly List<double> _lower = [];
    private readonly List<double> _upper = [];
    private readonly List<bool> _integer = [];
    private readonly List<double> _objective = [];
    private readonly List<double> _rowLower = [];
    private readonly List<double> _rowUpper = [];
    private readonly List<(int Variable, double Coefficient)[]> _rows = [];

    /// <summary>Whether the objective is maximised.</summary>
    public bool Maximise { get; init; }

    /// <summary>How many variables.</summary>
    public int VariableCount => _lower.Count;

    /// <summary>How many rows.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Adds a variable and returns its number.</summary>
    public int AddVariable(double lower, double upper, bool isInteger, double objective = 0)
    {
        _lower.Add(lower);
        _upper.Add(upper);
        _integer.Add(isInteger);
        _objective.Add(objective);
        return _lower.Count - 1;
    }

    /// <summary>Adds a row lower ≤ Σ a x ≤ upper and returns its number; coefficients of the same variable add
    /// up.</summary>
    public int AddRow(double lower, double upper, IEnumerable<(int Variable, double Coefficient)> terms)
    {
        _rowLower.Add(lower);
        _rowUpper.Add(upper);
        _rows.Add([.. terms.GroupBy(t => t.Variable).OrderBy(g => g.Key)
            .Select(g => (g.Key, g.Sum(t => t.Coefficient))).Where(t => t.Item2 != 0)]);
        return _rows.Count - 1;
    }

    /// <summary>The model's bytes.</summary>
    public byte[] ToBytes() => Message(output =>
    {
        // ModelProto: variables 2, objective 3, linear constraints 4, matrix 5.
        Write(output, 2, Message(o =>
        {
            Ids(o, 1, VariableCount);
            Doubles(o, 2, _lower);
            Doubles(o, 3, _upper);
            Packed(o, 4, p => _integer.ForEach(p.WriteBool));
        }));
        Write(output, 3, Message(WriteObjective));
        Write(output, 4, Message(o =>
        {
            Ids(o, 1, RowCount);
            Doubles(o, 2, _rowLower);
            Doubles(o, 3, _rowUpper);
        }));
        Write(output, 5, Message(WriteMatrix));
    });

    private void WriteObjective(CodedOutputStream output)
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteBool(Maximise);
        var used = Enumerable.Range(0, VariableCount).Where(v => _objective[v] != 0).ToList();
        Write(output, 3, Message(o =>
        {
            Packed(o, 1, p => used.ForEach(v => p.WriteInt64(v)));
            Doubles(o, 2, used.ConvertAll(v => _objective[v]));
        }));
    }

    private void WriteMatrix(CodedOutputStream output)
    {
        Packed(output, 1, p =>
        {
            for (var row = 0; row < RowCount; row++)
            {
                foreach (var unused in _rows[row])
                {
                    p.WriteInt64(row);
                }
            }
        });
        Packed(output, 2, p => _rows.ForEach(r => Array.ForEach(r, t => p.WriteInt64(t.Variable))));
        Doubles(output, 3, _rows.SelectMany(r => r.Select(t => t.Coefficient)));
    }

    private static void Ids(CodedOutputStream output, int field, int count) =>
        Integers(output, field, Enumerable.Range(0, count).Select(k => (long)k));
}
