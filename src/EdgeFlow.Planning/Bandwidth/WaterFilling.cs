namespace EdgeFlow.Planning.Bandwidth;

/// <summary>
/// Weighted max-min fair rates by progressive filling: a level θ rises from 0, job j has rate clamp(w_j·θ, floor_j,
/// cap_j), and stops where a resource that it uses is full. The result is the only allocation in which no job can gain
/// but at the cost of one with a lower level (Bertsekas and Gallager, Data Networks, §6.5.2), with floors granted
/// first. Events are few (at most four a job), and each costs one look over the resources in use.
/// </summary>
internal sealed class WaterFilling
{
    private const byte Idle = 0;
    private const byte Rising = 1;
    private const byte Frozen = 2;

    private readonly IReadOnlyList<FillDemand> _jobs;
    private readonly double[] _capacity;
    private readonly int _firstLink;
    private readonly double[] _fixed;
    private readonly double[] _slope;
    private readonly int[] _risers;
    private readonly int[] _userStart;
    private readonly int[] _users;
    private readonly int[] _used;
    private readonly byte[] _state;
    private readonly bool[] _linksRising;
    private readonly double[] _rates;
    private readonly int[] _bottleneck;

    private WaterFilling(double[] capacity, IReadOnlyList<FillDemand> jobs, int firstLink)
    {
        (_jobs, _capacity, _firstLink) = (jobs, capacity, firstLink);
        (_fixed, _slope) = (new double[capacity.Length], new double[capacity.Length]);
        _risers = new int[capacity.Length];
        (_state, _linksRising) = (new byte[jobs.Count], new bool[jobs.Count]);
        (_rates, _bottleneck) = (new double[jobs.Count], new int[jobs.Count]);
        Array.Fill(_bottleneck, -1);
        (_userStart, _users) = FindUsers();
        _used = [.. Enumerable.Range(0, capacity.Length).Where(r => _userStart[r] < _userStart[r + 1])];
    }

    /// <summary>Fills.</summary>
    /// <param name="capacity">Capacity of each resource.</param>
    /// <param name="jobs">The jobs, in the order of their ids.</param>
    /// <param name="firstLink">Number of the first resource that is a link.</param>
    public static FillResult Fill(double[] capacity, IReadOnlyList<FillDemand> jobs, int firstLink) =>
        new WaterFilling(capacity, jobs, firstLink).Run();

    private FillResult Run()
    {
        var fit = GrantFloors();
        foreach (var (level, kind, job) in Events())
        {
            SaturateUpTo(level);
            if (_state[job] == Frozen)
            {
                continue;
            }

            switch (kind)
            {
                case EventKind.Start:
                    Start(job);
                    break;
                case EventKind.StartLinks:
                    _linksRising[job] = true;
                    SetLinkSlope(job, +1);
                    break;
                default:
                    Freeze(job, _jobs[job].Cap, -1);
                    break;
            }
        }

        return new FillResult(_rates, _bottleneck, fit);
    }

    /// <summary>Everything that happens at a level known beforehand, in order; ties by kind, then job.</summary>
    private List<(double Level, EventKind Kind, int Job)> Events()
    {
        var events = new List<(double Level, EventKind Kind, int Job)>(2 * _jobs.Count);
        for (var j = 0; j < _jobs.Count; j++)
        {
            var job = _jobs[j];
            events.Add((job.Floor / job.Weight, EventKind.Start, j));
            if (job.LinkFloor > job.Floor && job.LinkFloor < job.Cap)
            {
                events.Add((job.LinkFloor / job.Weight, EventKind.StartLinks, j));
            }

            events.Add((Math.Max(job.Cap, job.Floor) / job.Weight, EventKind.Stop, j));
        }

        events.Sort();
        return events;
    }

    private void SaturateUpTo(double level)
    {
        while (true)
        {
            var (first, at) = (-1, level);
            foreach (var r in _used)
            {
                if (_risers[r] > 0 && _capacity[r] - _fixed[r] < at * _slope[r])
                {
                    (first, at) = (r, (_capacity[r] - _fixed[r]) / _slope[r]);
                }
            }

            if (first < 0)
            {
                return;
            }

            for (var k = _userStart[first]; k < _userStart[first + 1]; k++)
            {
                var job = _users[k];
                if (_state[job] == Rising && (first < _firstLink || _linksRising[job]))
                {
                    var (floor, cap) = (_jobs[job].Floor, Math.Max(_jobs[job].Cap, _jobs[job].Floor));
                    Freeze(job, Math.Clamp(at * _jobs[job].Weight, floor, cap), first);
                }
            }
        }
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

        return Array.TrueForAll(_used, r => _fixed[r] <= _capacity[r]);
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
    }

    private void Freeze(int j, double rate, int bottleneck)
    {
        var job = _jobs[j];
        (_state[j], _rates[j], _bottleneck[j]) = (Frozen, rate, bottleneck);
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

    private (int[] Start, int[] Users) FindUsers()
    {
        var start = new int[_capacity.Length + 1];
        foreach (var job in _jobs)
        {
            foreach (var r in job.Resources)
            {
                start[r + 1]++;
            }
        }

        for (var r = 0; r < _capacity.Length; r++)
        {
            start[r + 1] += start[r];
        }

        var next = start[..^1];
        var users = new int[start[^1]];
        for (var j = 0; j < _jobs.Count; j++)
        {
            foreach (var r in _jobs[j].Resources)
            {
                users[next[r]++] = j;
            }
        }

        return (start, users);
    }

    private enum EventKind
    {
        Start,
        StartLinks,
        Stop,
    }
}
