using System.Text.Json;
using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>The official JavaScript SDK, unchanged, as a worker and client of the embedded sidecar.</summary>
public class JavaScriptSdkTests(JavaScriptPeer peer) : IClassFixture<JavaScriptPeer>
{
    [SkippableTheory]
    [InlineData("sequence", "15")]
    [InlineData("fanOut", "9455")]
    [InlineData("parent", "17")]
    [InlineData("again", "4")]
    [InlineData("retrying", "3")]
    [InlineData("collect", "[1,2,3,4,5]")]
    [InlineData("childFanOut", "[11,12,13]")]
    [InlineData("unicode", "\"Grüße, 世界 🌍\"")]
    [InlineData("nothing", "\"undefined\"")]
    public void Scenario_Completes_WithItsOutput(string scenario, string output)
    {
        var result = peer.Result(scenario);

        Assert.Equal(OrchestrationStatus.Completed, Status(result));
        Assert.Equal(output, result.GetProperty("output").GetString());
    }

    [SkippableFact]
    public void Timer_Fires_NotEarly()
    {
        var result = peer.Result("timer");

        Assert.InRange(int.Parse(result.GetProperty("output").GetString()!, null), 300, 5000);
    }

    [SkippableFact]
    public void FailingActivity_Uncaught_FailsTheWorkflow()
    {
        var result = peer.Result("failing");

        Assert.Equal(OrchestrationStatus.Failed, Status(result));
        Assert.Contains("the boiler burst", result.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void FailingChild_Caught_LeavesTheParentAlive()
    {
        var result = peer.Result("parentOfFailing");

        Assert.Equal(OrchestrationStatus.Completed, Status(result));
        Assert.Contains("the boiler burst", result.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void ExternalEvent_WhileWaiting_ResumesAndShowsCustomStatus()
    {
        var result = peer.Result("event");

        Assert.Equal(OrchestrationStatus.Running, Status(result.GetProperty("before")));
        Assert.Equal("waiting", result.GetProperty("before").GetProperty("custom").GetString());
        Assert.Equal("\"got home\"", result.GetProperty("after").GetProperty("output").GetString());
    }

    [SkippableFact]
    public void Suspend_WithEventMeanwhile_HoldsUntilResume()
    {
        var result = peer.Result("suspend");

        Assert.Equal(OrchestrationStatus.Suspended, Status(result.GetProperty("held")));
        Assert.Equal(OrchestrationStatus.Suspended, Status(result.GetProperty("still")));
        Assert.Equal(OrchestrationStatus.Completed, Status(result.GetProperty("end")));
        Assert.Equal("\"got later\"", result.GetProperty("end").GetProperty("output").GetString());
    }

    [SkippableFact]
    public void Terminate_WhileWaiting_EndsWithTheGivenOutput()
    {
        var result = peer.Result("terminate");

        Assert.Equal(OrchestrationStatus.Terminated, Status(result));
        Assert.Equal("\"enough\"", result.GetProperty("output").GetString());
    }

    [SkippableFact]
    public void Purge_EndedInstance_RemovesIt()
    {
        var result = peer.Result("purge");

        Assert.True(result.GetProperty("purged").GetBoolean());
        Assert.True(result.GetProperty("gone").GetBoolean());
    }

    [SkippableFact]
    public void RaiseEvent_UnknownInstance_IsNotFound() =>
        Assert.Equal(5, peer.Result("unknownEvent").GetProperty("code").GetInt32());

    [SkippableFact]
    public void Child_WithAGivenId_IsFoundUnderIt()
    {
        var result = peer.Result("namedChild");

        Assert.Equal("17", result.GetProperty("parent").GetProperty("output").GetString());
        Assert.Equal("17", result.GetProperty("child").GetProperty("output").GetString());
    }

    [SkippableFact]
    public void Race_OfEventAndTimer_IsWonByWhatComesFirst()
    {
        var result = peer.Result("race");

        Assert.Equal("\"timer\"", result.GetProperty("silent").GetProperty("output").GetString());
        Assert.Equal("\"event yes\"", result.GetProperty("raised").GetProperty("output").GetString());
    }

    [SkippableFact]
    public void CustomStatus_SetTwice_IsTheLast() =>
        Assert.Equal("done", peer.Result("statuses").GetProperty("custom").GetString());

    [SkippableFact]
    public void Start_ForLater_IsPendingUntilThen()
    {
        var result = peer.Result("later");

        Assert.Equal(OrchestrationStatus.Pending, Status(result.GetProperty("early")));
        Assert.Equal(OrchestrationStatus.Completed, Status(result.GetProperty("end")));
        Assert.True(result.GetProperty("waited").GetBoolean());
    }

    [SkippableFact]
    public void Schedule_IdOfARunning_IsRefusedAsExisting() =>
        Assert.Equal(6, peer.Result("idInUse").GetProperty("code").GetInt32());

    [SkippableFact]
    public void Suspend_WhileATimerFires_HoldsItUntilResumed()
    {
        var result = peer.Result("suspendTimer");

        Assert.Equal(OrchestrationStatus.Suspended, Status(result.GetProperty("still")));
        Assert.Equal(OrchestrationStatus.Completed, Status(result.GetProperty("end")));
    }

    [SkippableFact]
    public void Terminate_OfAParent_LeavesItsChildAsThisSdkAsks()
    {
        var result = peer.Result("terminateParent");

        Assert.Equal(OrchestrationStatus.Terminated, Status(result.GetProperty("parent")));
        Assert.Equal("\"got alone\"", result.GetProperty("child").GetProperty("output").GetString());
    }

    [SkippableFact]
    public void Purge_OfARunning_IsRefused() =>
        Assert.True(peer.Result("purgeRunning").GetProperty("refused").GetBoolean());

    private static OrchestrationStatus Status(JsonElement result) =>
        (OrchestrationStatus)result.GetProperty("status").GetInt32();
}
