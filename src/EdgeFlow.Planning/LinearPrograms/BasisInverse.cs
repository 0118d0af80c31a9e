using System.Numerics;

namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>
/// The inverse of the basis matrix, as dense rows. A change of basis is one Gauss-Jordan step; a new start from the
/// identity is a step for each structural column in the basis. Not thread-safe.
/// </summary>
internal sealed class BasisInverse
{
    private double[][] _rows = [];

    /// <summary>Counted work: cells touched.</summary>
    public long Work { get; private set; }

    /// <summary>A row of the inverse.</summary>
    public ReadOnlySpan<double> Row(int row) => _rows[row];

    /// <summary>Becomes the identity.</summary>
    public void Reset(int size)
    {
        if (_rows.Length != size)
        {
            _rows = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        }

        for (var i = 0; i < size; i++)
        {
            Array.Clear(_rows[i]);
            _rows[i][i] = 1;
        }
    }

    /// <summary>The product with a sparse column, α = B⁻¹ a.</summary>
    public void Times(ReadOnlySpan<int> index, ReadOnlySpan<double> value, double[] product)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            var row = _rows[i];
            var sum = 0.0;
            for (var k = 0; k < index.Length; k++)
            {
                sum += row[index[k]] * value[k];
            }

            product[i] = sum;
        }

        Work += (long)_rows.Length * index.Length;
    }

    /// <summary>The product with a dense column, x = B⁻¹ b.</summary>
    public void Times(double[] column, double[] product)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            var row = _rows[i];
            var sum = 0.0;
            for (var k = 0; k < row.Length; k++)
            {
                sum += row[k] * column[k];
            }

            product[i] = sum;
        }

        Work += (long)_rows.Length * _rows.Length;
    }

    /// <summary>Adds a multiple of a row to a vector.</summary>
    public void AddRow(int row, double factor, double[] vector) => Add(vector, _rows[row], factor);

    /// <summary>Takes a column whose product with the inverse is α into the basis, in a row's place.</summary>
    public void Pivot(int row, double[] alpha)
    {
        var pivotRow = _rows[row];
        var scale = 1 / alpha[row];
        for (var k = 0; k < pivotRow.Length; k++)
        {
            pivotRow[k] *= scale;
        }

        for (var i = 0; i < _rows.Length; i++)
        {
            if (i != row && alpha[i] != 0)
            {
                Add(_rows[i], pivotRow, -alpha[i]);
                Work += pivotRow.Length;
            }
        }
    }

    // Element by element, so that the width of the machine's vectors changes no bit of the result.
    private static void Add(double[] target, double[] source, double factor)
    {
        var k = 0;
        var wide = new Vector<double>(factor);
        for (; k <= target.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            (new Vector<double>(target, k) + wide * new Vector<double>(source, k)).CopyTo(target, k);
        }

        for (; k < target.Length; k++)
        {
            target[k] += factor * source[k];
        }
    }
}
