using System.Text.Json;
using EdgeFlow.Experiments;
using EdgeFlow.Experiments.Plans;
using Xunit;

namespace EdgeFlow.Tests.Experiments;

/// <summary><c>edgeflow plan bound</c>: the bound, its proof, what it took, and what a plan lacks of it.</summary>
public sealed class BoundCommandTests : PlanCommandBench
{
    [Fact]
    public async Task Bound_NetworkAndJobsByHand_IsProvenAndNotBelowThePlan()
    {
        await Bound();
        Assert.InRange((double)Document!["bound"]!, 2 - 1e-5, 2.6);
        Assert.True((bool)Document["isProven"]!);
        Assert.Equal("its prices prove it", Lines[1]);
        Assert.Equal((long)Document["certificate"]!["work"]!, (long)Document["work"]!);
        Assert.Contains($"work {(long)Document["work"]!}, in ", Lines[2]);
        Assert.Null(Document["plan"]);
    }

    [Theory]
    [InlineData("max-min")]
    [InlineData("average-rate")]
    public async Task Bound_PlanOfTheSameFiles_SaysTheGapFromItsValue(string objective)
    {
        var plan = await Planned();
        await Bound("--plan", plan, "--objective", objective);
        var (bound, value) = ((double)Document!["bound"]!, (double)Document["plan"]!["value"]!);
        Assert.Equal(2, value, 1e-5);
        Assert.Equal((bound - value) / bound, (double)Document["plan"]!["gap"]!, 1e-9);
        Assert.Contains("keeps every rule and has 2", Lines[3]);
    }

    [Fact]
    public async Task Bound_JobsOfBothModes_BoundsRateAndMakespanOfThePlan()
    {
        const string both = Jobs + """

            - id: once
              demand: { mode: batch }
              tasks: [{ id: only, work: 400 }]
            """;
        var plan = await Planned(both);
        await BoundOf(both, "--plan", plan);
        var batch = Document!["batch"]!;
        Assert.Equal(("maxMin", "makespan"), ((string)Document["objective"]!, (string)batch["objective"]!));
        Assert.True((double)batch["plan"]!["value"]! <= (double)batch["bound"]!);
        Assert.InRange((double)batch["plan"]!["gap"]!, 0, 1);
        Assert.Contains(
            Lines, line => line.StartsWith("under no plan do the batch jobs end before", StringComparison.Ordinal));
        Assert.Empty(Problems());
    }

    [Fact]
    public async Task Bound_AsJson_IsWhatTheSchemaSays()
    {
        await Bound("--plan", await Planned());
        Assert.Empty(Problems());
        Document!["bount"] = 1;
        Assert.NotEmpty(Problems());
    }

    [Theory]
    [InlineData("capacity: 10000000", "capacity: 5000000", "breaks")]
    [InlineData("id: e1", "id: e2", "breaks")]
    public async Task Bound_PlanOfAnotherNetwork_IsRefusedWithItsBrokenRules(string was, string now, string words)
    {
        var plan = await Planned();
        var other = Write("other.yaml", Network.Replace(was, now));
        var error = await Assert.ThrowsAsync<InputException>(() => Run(
            "bound", "--network", other, "--jobs", Write("j.yaml", Jobs), "--plan", plan));
        Assert.Contains(words, error.Message);
        Assert.Contains("plan.json is no plan for this network and these jobs", error.Message);
    }

    [Theory]
    [InlineData("write a number above 0", "--work", "0")]
    [InlineData("write a number above 0", "--work", "-5")]
    [InlineData("there is no such file", "--plan", "none.json")]
    public async Task Bound_BadInput_SaysWhatIsWrong(string words, params string[] more)
    {
        var error = await Assert.ThrowsAsync<InputException>(() => Bound(more));
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public async Task Bound_NoJobs_SaysSo()
    {
        var error = await Assert.ThrowsAsync<InputException>(
            () => Run("bound", "--network", Write("n.yaml", Network)));
        Assert.Contains("there is no job to bound", error.Message);
    }

    private IReadOnlyList<string> Problems()
    {
        using var document = JsonDocument.Parse(Document!.ToJsonString());
        return SchemaCheck.Problems(PlanSchemas.Bound(), document.RootElement);
    }

    private async Task<string> Planned(string jobs = Jobs)
    {
        await Run(
            "solve", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", jobs), "--out", Folder);
        return Path.Combine(Folder, "plan.json");
    }

    private Task Bound(params string[] more) => BoundOf(Jobs, more);

    private Task BoundOf(string jobs, params string[] more) => Run(
        ["bound", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", jobs), .. more]);
}
