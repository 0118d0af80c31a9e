namespace EdgeFlow.Planning.Search;

/// <summary>
/// How full every resource is while moves are tried: a change is recorded with what was before, so that it can be kept
/// or taken back at the cost of the resources touched. The energy is S = Σ_r x_r^p over the fills x_r, with p a power
/// of two so that it costs multiplications only. Mutable; owned by one <see cref="SearchState"/>.
/// </summary>
/// <param name="count">How many resources.</param>
internal sealed class Fills(int count)
{
    private const double MostFill = 1e4;

    private readonly double[] _before = new double[count];
    private readonly int[] _stamp = new int[count];
    private readonly List<int> _touched = [];
    private int _stampNow = 1;
    private int _doublings;

    /// <summary>How full each resource is.</summary>
    public double[] Now { get; } = new double[count];

    /// <summary>The energy S of what is kept.</summary>
    public double Energy { get; private set; }

    /// <summary>Counted work: resources looked at.</summary>
    public long Work { get; private set; }

    /// <summary>The resources touched since the last change was kept or taken back.</summary>
    public List<int> Touched => _touched;

    /// <summary>Adds the energy of everything up anew.</summary>
    /// <param name="doublings">The exponent p is 2 to this.</param>
    public void Recount(int doublings)
    {
        _doublings = doublings;
        Energy = Now.Sum(Potential);
        Work += Now.Length;
        Forget();
    }

    /// <summary>Changes one fill.</summary>
    public void Change(int resource, double by)
    {
        if (_stamp[resource] != _stampNow)
        {
            (_stamp[resource], _before[resource]) = (_stampNow, Now[resource]);
            _touched.Add(resource);
        }

        Now[resource] += by;
    }

    /// <summary>The energy with what was changed.</summary>
    public double Tried()
    {
        var energy = Energy;
        foreach (var r in _touched)
        {
            energy += Potential(Now[r]) - Potential(_before[r]);
        }

        Work += _touched.Count;
        return energy;
    }

    /// <summary>Keeps what was changed.</summary>
    /// <param name="energy">What <see cref="Tried"/> gave.</param>
    public void Keep(double energy)
    {
        Energy = energy;
        Forget();
    }

    /// <summary>Takes what was changed back.</summary>
    public void TakeBack()
    {
        foreach (var r in _touched)
        {
            Now[r] = _before[r];
        }

        Forget();
    }

    /// <summary>x^p.</summary>
    public double Potential(double fill)
    {
        var x = Math.Min(Math.Abs(fill), MostFill);
        for (var k = 0; k < _doublings; k++)
        {
            x *= x;
        }

        return x;
    }

    private void Forget()
    {
        _stampNow++;
        _touched.Clear();
    }
}
