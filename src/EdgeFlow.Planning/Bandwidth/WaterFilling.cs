using EdgeFlow.Planning.Routing;

namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// Weighted max-min fair rates by progressive filling: a level θ rises from 0, job j has rate clamp(w_j·θ, floor_j,
/// cap_j), and stops where a resource that it uses is full. The result is the only allocation in which no job can gain
/// but at the cost of one with a lower level (Bertsekas and Gallager, Data Networks, §6.5.2), with floors granted
/// first. The resource that fills next is found in a heap by level; a level in it may be stale, but only too low, and
/// is brought up to date when it comes first. With U uses of resources by jobs, filling costs U·log U. The arrays are
/// kept from one filling to the next: not thread-safe.
/// </summary>
internal sealed class WaterFilling
{
    private const byte Rising = 1;
    private const byte Frozen = 2;

    private readonly FillOrder _order = new();
    private IReadOnlyList<FillDemand> _jobs = [];
    private double[] _capacity = [];
    private int _firstLink;
    private double[] _fixed = [];
    private double[] _slope = [];
    private int[] _risers = [];
    private bool[] _isStale = [];
    private int[] _stale = [];
    private int _staleCount;
    private int[] _userStart = [];
    private int[] _users = [];
    private byte[] _state = [];
    private bool[] _linksRising = [];
    private double[] _rates = [];
    private int[] _bottleneck = [];
    private Frontier _levels = new(0);
    private int _left;

    /// <summary>Fills.</summary>
    /// <param name="capacity">Capacity of each resource.</param>
    /// <param name="jobs">The jobs, in the order of their ids.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    public FillResult Fill(double[] capacity, IReadOnlyList<FillDemand> jobs, int firstLink)
    {
        (_capacity, _jobs, _firstLink, _left) = (capacity, jobs, firstLink, jobs.Count);
        (_rates, _bottleneck) = (new double[jobs.Count], new int[jobs.Count]);
        Array.Fill(_bottleneck, -1);
        Reset();
        FindUsers();
        var fit = GrantFloors();
        _order.Sort(jobs);
        while (_left > 0 && _order.TryTake(out var level, out var step, out var job))
        {
            SaturateUpTo(level);
            if (_state[job] != Frozen)
            {
                Take(step, job);
            }
        }

        return new FillResult(_rates, _bottleneck, fit);
    }

    private void Take(FillStep step, int job)
    {
        switch (step)
        {
            case FillStep.Start:
                Start(job);
                break;
            case FillStep.StartLinks:
                _linksRising[job] = true;
                SetLinkSlope(job, +1);
                break;
            default:
                Freeze(job, _jobs[job].Cap, -1);
                break;
        }
    }

    private void SaturateUpTo(double level)
    {
        Refresh();
        while (_levels.TryPeek(out var first, out var at) && at < level)
        {
            _levels.TryTake(out _);
            if (_risers[first] == 0)
            {
                continue;
            }

            var now = Level(first);
            if (now > at)
            {
                // The level had risen since it was noted: perhaps another resource is full before.
                _levels.Offer(first, now);
                continue;
            }

            for (var k = _userStart[first]; k < _userStart[first + 1]; k++)
            {
                var job = _users[k];
                if (_state[job] == Rising && (first < _firstLink || _linksRising[job]))
                {
                    var (floor, cap) = (_jobs[job].Floor, Math.Max(_jobs[job].Cap, _jobs[job].Floor));
                    Freeze(job, Math.Clamp(now * _jobs[job].Weight, floor, cap), first);
                }
            }
        }
    }

    /// <summary>Notes the levels of the resources on which a job began to rise: they may have fallen.</summary>
    private void Refresh()
    {
        for (var k = 0; k < _staleCount; k++)
        {
            var r = _stale[k];
            _isStale[r] = false;
            if (_risers[r] > 0)
            {
                _levels.Set(r, Level(r));
            }
        }

        _staleCount = 0;
    }

    private double Level(int resource)
    {
        var level = (_capacity[resource] - _fixed[resource]) / _slope[resource];
        return double.IsNaN(level) ? double.PositiveInfinity : level;
    }

    private bool GrantFloors()
    {
        for (var j = 0; j < _jobs.Count; j++)
        {
            var job = _jobs[j];
            for (var k = 0; k < job.Resources.Length; k++)
            {
                var r = job.Resources[k];
                _fixed[r] += Held(job, r, job.Floor) * job.Amounts[k];
            }
        }

        for (var r = 0; r < _capacity.Length; r++)
        {
            if (_userStart[r] < _userStart[r + 1] && !(_fixed[r] <= _capacity[r]))
            {
                return false;
            }
        }

        return true;
    }

    private void Start(int j)
    {
        var job = _jobs[j];
        _state[j] = Rising;
        _linksRising[j] = job.LinkFloor <= job.Floor;
        for (var k = 0; k < job.Resources.Length; k++)
        {
            if (job.Resources[k] < _firstLink)
            {
                Tilt(job.Resources[k], job.Floor * job.Amounts[k], job.Weight * job.Amounts[k], +1);
            }
        }

        if (_linksRising[j])
        {
            SetLinkSlope(j, +1);
        }
    }

    private void SetLinkSlope(int j, int sign)
    {
        var job = _jobs[j];
        var floor = Math.Max(job.Floor, job.LinkFloor);
        for (var k = 0; k < job.Resources.Length; k++)
        {
            if (job.Resources[k] >= _firstLink)
            {
                Tilt(job.Resources[k], floor * job.Amounts[k], job.Weight * job.Amounts[k], sign);
            }
        }
    }

    /// <summary>Lets a constant load become a rising one (sign +1): at the level where it starts, both are the
    /// same.</summary>
    private void Tilt(int resource, double constant, double slope, int sign)
    {
        _fixed[resource] -= sign * constant;
        _slope[resource] += sign * slope;
        _risers[resource] += sign;
        if (sign > 0 && !_isStale[resource])
        {
            _isStale[resource] = true;
            _stale[_staleCount++] = resource;
        }
    }

    private void Freeze(int j, double rate, int bottleneck)
    {
        var job = _jobs[j];
        (_state[j], _rates[j], _bottleneck[j]) = (Frozen, rate, bottleneck);
        _left--;
        for (var k = 0; k < job.Resources.Length; k++)
        {
            var r = job.Resources[k];
            if (r >= _firstLink && !_linksRising[j])
            {
                continue;
            }

            Tilt(r, 0, job.Weight * job.Amounts[k], -1);
            _fixed[r] += rate * job.Amounts[k];
        }
    }

    private double Held(FillDemand job, int resource, double rate) =>
        resource < _firstLink ? rate : Math.Max(rate, job.LinkFloor);

    private void Reset()
    {
        var (resources, jobs) = (_capacity.Length, _jobs.Count);
        if (_userStart.Length <= resources)
        {
            (_fixed, _slope, _risers) = (new double[resources], new double[resources], new int[resources]);
            (_isStale, _stale) = (new bool[resources], new int[resources]);
            (_userStart, _levels) = (new int[resources + 1], new Frontier(resources));
        }

        Array.Clear(_fixed);
        Array.Clear(_slope);
        Array.Clear(_risers);
        Array.Clear(_isStale);
        Array.Clear(_userStart);
        _staleCount = 0;
        _levels.Clear();
        if (_state.Length < jobs)
        {
            (_state, _linksRising) = (new byte[2 * jobs], new bool[2 * jobs]);
        }

        Array.Clear(_state);
        Array.Clear(_linksRising);
    }

    private void FindUsers()
    {
        foreach (var job in _jobs)
        {
            foreach (var r in job.Resources)
            {
                _userStart[r + 1]++;
            }
        }

        for (var r = 0; r < _capacity.Length; r++)
        {
            _userStart[r + 1] += _userStart[r];
        }

        var uses = _userStart[_capacity.Length];
        if (_users.Length < uses)
        {
            _users = new int[2 * uses];
        }

        for (var j = _jobs.Count - 1; j >= 0; j--)
        {
            // From the end, each start moves down to where it belongs: no second array of starts is needed.
            foreach (var r in _jobs[j].Resources)
            {
                _users[--_userStart[r + 1]] = j;
            }
        }

        ShiftStarts(uses);
    }

    /// <summary>After the users were put in, the start of resource r stands at r + 1: moves all down by one.</summary>
    private void ShiftStarts(int uses)
    {
        for (var r = 0; r < _capacity.Length; r++)
        {
            _userStart[r] = _userStart[r + 1];
        }

        _userStart[_capacity.Length] = uses;
    }
}
