using EdgeFlow.Benchmarks.Rows;

namespace EdgeFlow.Benchmarks.Dapr;

/// <summary>The figures of both sides, turn by turn, and how many turns the baseline lost.</summary>
/// <param name="atOnce">How many workflows ran at once.</param>
/// <param name="baseline">The baseline's name.</param>
internal sealed class TurnPairs(int atOnce, string baseline)
{
    private readonly List<(double WorkflowsPerSecond, double Ms)> ours = [];
    private readonly List<(double WorkflowsPerSecond, double Ms)> theirs = [];
    private int lost;

    /// <summary>How many workflows ran at once.</summary>
    public int AtOnce => atOnce;

    /// <summary>How many turns both ended.</summary>
    public int Count => ours.Count;

    /// <summary>Adds a turn of both.</summary>
    /// <param name="our">Our figures.</param>
    /// <param name="their">The baseline's; null when it lost the turn, which then counts for neither.</param>
    public void Add((double WorkflowsPerSecond, double Ms) our, (double WorkflowsPerSecond, double Ms)? their)
    {
        if (their is { } ended)
        {
            ours.Add(our);
            theirs.Add(ended);
        }
        else
        {
            lost++;
        }
    }

    /// <summary>A row of the time that one workflow takes.</summary>
    public Row Times(string what) =>
        Count == 0 ? None(what) : Printed(what, "ms", new Series([.. ours.Select(turn => turn.Ms)]),
            new Series([.. theirs.Select(turn => turn.Ms)]));

    /// <summary>A row of workflows a second.</summary>
    public Row Rates(string what) => Count == 0 ? None(what) : Printed(what, "/s", Rate(ours), Rate(theirs));

    /// <summary>The same with a bar on the ratio.</summary>
    public Row JudgedRates(string what, Bar bar) =>
        Count == 0 ? None(what) : Told(Row.Compared(what, Rate(ours), baseline, Rate(theirs), "/s", bar));

    private static Series Rate(List<(double WorkflowsPerSecond, double Ms)> turns) =>
        new([.. turns.Select(turn => turn.WorkflowsPerSecond)]);

    private Row Printed(string what, string unit, Series measured, Series compared) => Told(new Row(
        what, measured.Text(unit), $"{baseline}: {compared.Text(unit)}", measured.Over(compared).Text("×"), "print",
        Verdict.Printed));

    private Row Told(Row row) => lost == 0 ? row : row with { Baseline = $"{row.Baseline}; {Lost}" };

    private Row None(string what) => new(
        what, "no turn counts", $"{baseline}: {(lost == 0 ? "its time was over before its first turn" : Lost)}", "", "",
        Verdict.Missed);

    private string Lost => $"{lost} of {lost + Count} turns lost, a workflow was not answered in "
        + $"{DaprSides.HungAfter.TotalSeconds:F0} s and the sidecars were started anew";
}
