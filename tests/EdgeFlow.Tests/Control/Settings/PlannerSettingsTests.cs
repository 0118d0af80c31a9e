using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Settings;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Control.Settings;

public class PlannerSettingsTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private static readonly PlannerSettings Wanted = new("heft", "proportional-fair", 0.5, 0, 1_000);

    [Fact]
    public void Decide_NewSettings_IsAnEventAndTheSameAgainIsNone()
    {
        var decided = Assert.IsType<Accepted>(Decide(null, Wanted));

        var changed = Assert.IsType<PlannerSettingsChanged>(Assert.Single(decided.Events));
        Assert.Equal(Wanted, SettingsDecider.Evolve(null, changed));
        Assert.Empty(Assert.IsType<Accepted>(Decide(Wanted, Wanted)).Events);
        Assert.Empty(Assert.IsType<Accepted>(Decide(null, PlannerSettings.None)).Events);
    }

    [Fact]
    public void Decide_ValueOutOfRange_IsRejected()
    {
        Assert.IsType<Rejected>(Decide(null, new PlannerSettings(MostMoved: double.NaN)));
        Assert.IsType<Rejected>(Decide(null, new PlannerSettings(ImproveAfterSeconds: -1)));
        Assert.IsType<Rejected>(Decide(null, new PlannerSettings(ImproveWork: 0)));
        Assert.IsType<Rejected>(Decide(null, new PlannerSettings(Policy: "two words")));
    }

    [Fact]
    public void Problems_EveryWrongSetting_AreNamedAtTheirPlaces()
    {
        var problems = SettingWords.Problems(new PlannerSettings("tier1", "cheapest", 1.5, -1, 0));

        Assert.Equal(
            ["/policy", "/objective", "/mostMoved", "/improveAfterSeconds", "/improveWork"],
            problems.Select(problem => problem.Pointer));
        Assert.Empty(SettingWords.Problems(Wanted));
    }

    [Fact]
    public void Under_Settings_HoldOverTheStartsAndUnderABranchs()
    {
        var started = new PlanningOptions();

        var now = started.Under(Wanted);

        Assert.Equal(("heft", Objective.ProportionalFair, 0.5, null, 1_000L), (
            now.Policy, now.Model.Objective, now.Model.MostMoved, (double?)now.ImproveAfter?.TotalSeconds,
            now.ImproveWork));
        Assert.Equal(started.Model, started.Under(PlannerSettings.None).Model);
        Assert.True((started with { PinnedPolicy = "tier0" }).Under(Wanted).IsUsual);
        Assert.Equal(
            Objective.Weighted,
            (started with { PinnedObjective = Objective.Weighted }).Under(Wanted).Model.Objective);
    }

    [Fact]
    public void Under_NameThatIsNotKnownHere_CountsAsNotSet()
    {
        var now = new PlanningOptions().Under(new PlannerSettings("of-tomorrow", "of-tomorrow"));

        Assert.True(now.IsUsual);
        Assert.Equal(Objective.MaxMin, now.Model.Objective);
    }

    [Fact]
    public void Look_SettingsOfTheState_AreInTheSnapshot()
    {
        var state = new NetworkState(null, [], [], []) { Settings = Wanted };
        var planner = new WarmPlanner(new PlanningOptions());

        var snapshot = planner.Look(state);

        Assert.Equal(Objective.ProportionalFair, snapshot.Options.Objective);
        Assert.StartsWith("heft", planner.Plan(snapshot).Report.Policy, StringComparison.Ordinal);
    }

    private static Decision Decide(PlannerSettings? state, PlannerSettings wanted) =>
        SettingsDecider.Decide(state, new ChangePlannerSettings(wanted, "the test", At));
}
