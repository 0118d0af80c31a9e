using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Settings;
using EdgeFlow.Tests.Integration.Api;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Settings;

/// <summary>Settings of the planner that an operator changes while it runs.</summary>
public sealed class SettingsTests : IAsyncLifetime
{
    private Plane plane = null!;

    public async Task InitializeAsync() =>
        plane = await Plane.Start(options => options with { Leases = Plane.Patient });

    public async Task DisposeAsync() => await plane.DisposeAsync();

    [Fact]
    public async Task Change_OfTheObjective_IsTheNextPlansAndItsCause()
    {
        await plane.AddNode("only");
        await plane.Declare(Manifests.Chain("app"));
        await plane.Submit(new("app") { Job = "one" });
        await plane.Until("one", job => job.Epoch > 0);

        using var changed = await Put(new PlannerSettings(Policy: "otfa", Objective: "proportional-fair"));
        var view = (await changed.Content.ReadFromJsonAsync<SettingsView>(ProtocolJson.Options))!;

        Assert.Equal(("otfa", "proportional-fair"), (view.Planner.Policy, view.Planner.Objective));
        await plane.Submit(new("app") { Job = "two" });
        await plane.Until("two", job => job.Epoch > 0);
        var told = Assert.Single(await plane.Events("settings-planner"));
        Assert.Equal(("planner_settings_changed", "operator"), (told.Type, told.Actor));
        var solves = await plane.Get<Page<SolveView>>("/v1/solves?limit=1");
        Assert.StartsWith("otfa", solves.Items[0].Policy, StringComparison.Ordinal);
        var why = await plane.Get<Page<SolveView>>("/v1/solves?limit=100");
        Assert.Contains(why.Items, solve =>
            solve.Trigger.Contains("the planner's settings changed (the settings API)", StringComparison.Ordinal));
        var verified = await plane.Http.GetStringAsync("/v1/plans/verify");
        Assert.DoesNotContain("\"different\"", verified, StringComparison.Ordinal);

        await plane.Restart();

        Assert.Equal("otfa", (await plane.Get<SettingsView>("/v1/settings")).Planner.Policy);
    }

    [Fact]
    public async Task Change_WrongOrStale_IsRefusedAndNothingChanges()
    {
        var before = await plane.Get<SettingsView>("/v1/settings");

        var problem = await ApiFixture.Problem(
            await Put(new PlannerSettings(Policy: "tier1", MostMoved: 7)), HttpStatusCode.BadRequest,
            ProblemKinds.InvalidBody);
        Assert.Equal(["/policy", "/mostMoved"], problem.Errors!.Select(error => error.Pointer));
        await ApiFixture.Problem(
            await Put(new PlannerSettings(MostMoved: 0.5), "\"7\""), HttpStatusCode.PreconditionFailed,
            ProblemKinds.PreconditionFailed);

        var after = await plane.Get<SettingsView>("/v1/settings");
        Assert.Equal((before.Planner, before.Revision), (after.Planner, after.Revision));
        Assert.Equal((0, "tier0"), (after.Revision, after.Planner.Policy));
    }

    private Task<HttpResponseMessage> Put(PlannerSettings settings, string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/v1/settings")
        {
            Content = JsonContent.Create(settings, options: ProtocolJson.Options),
        };
        request.Headers.TryAddWithoutValidation("If-Match", tag ?? "*");
        return plane.Http.SendAsync(request);
    }
}
