using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>External events.</summary>
public sealed class EventCases(ConformanceTarget target) : CaseBook(target)
{
    private const string CannotSend =
        "daprd 1.18 takes the action and then fails the turn for ever: it does not know how to deliver the event";

    public override void AddTo(WorkflowWorker worker)
    {
        Flow<int, string>(worker, "three-events", async (context, input) =>
        {
            var text = await context.WaitForEvent<string>("go");
            await context.CallActivity("increment", input);
            return text + await context.WaitForEvent<string>("Go", TimeSpan.FromMinutes(5))
                + await context.WaitForEvent<string>("go");
        });
        Flow<int, string>(worker, "one-event", (context, _) => context.WaitForEvent<string>("go"));
        Flow<int, string>(worker, "event-in-time", async (context, milliseconds) =>
        {
            try
            {
                return await context.WaitForEvent<string>("go", TimeSpan.FromMilliseconds(milliseconds));
            }
            catch (TimeoutException)
            {
                return "late";
            }
        });
        Flow<int, int>(worker, "sum-of-events", async (context, count) =>
        {
            var sum = 0;
            for (var n = 0; n < count; n++)
            {
                sum += await context.WaitForEvent<int>("number");
            }

            return sum;
        });
        Flow<int, string>(worker, "two-names", async (context, _) =>
        {
            var right = context.WaitForEvent<string>("right");
            var left = context.WaitForEvent<string>("left");
            return await left + await right;
        });
        Flow<int, bool>(worker, "empty-event", async (context, _) =>
            await context.WaitForEvent<string?>("go") is null);
        Flow<string, int>(worker, "sender", (context, receiver) =>
        {
            context.SendEvent(receiver, "go", "hello");
            return Task.FromResult(0);
        });
    }

    [Case]
    public async Task Events_BeforeAndAfterTheWait_ComeInOrder()
    {
        var id = await Begin("three-events");
        foreach (var text in new[] { "a", "b", "c" })
        {
            await Client.RaiseEvent(id, "GO", text);
        }

        Assert.Equal("abc", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Events_ThirtyAtOnce_ArriveOnceEach()
    {
        var id = await Begin("sum-of-events", 30);
        await Task.WhenAll(Enumerable.Range(1, 30).Select(n => Client.RaiseEvent(id, "number", n)));

        Assert.Equal(465, (await End(id)).ReadOutput<int>());
    }

    [Case]
    public async Task Events_OfTwoNames_MeetTheirOwnWaits()
    {
        var id = await Begin("two-names");
        await Client.RaiseEvent(id, "left", "L");
        await Client.RaiseEvent(id, "right", "R");

        Assert.Equal("LR", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Event_InTime_BeatsItsTimeout()
    {
        var id = await Begin("event-in-time", 600_000);
        await Client.RaiseEvent(id, "go", "early");

        Assert.Equal("early", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Event_NeverRaised_TimesOut() =>
        Assert.Equal("late", (await Run("event-in-time", 100)).ReadOutput<string>());

    [Case]
    public async Task Event_WithoutPayload_IsNull()
    {
        var id = await Begin("empty-event");
        await Client.RaiseEvent(id, "go");

        Assert.True((await End(id)).ReadOutput<bool>());
    }

    [Case]
    public async Task Event_ToAnUnknownInstance_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<GrpcException>(() => Client.RaiseEvent(Fresh("nobody"), "go", "x"));

        Assert.Equal(GrpcStatus.NotFound, refused.Status);
    }

    [Case]
    public async Task Event_AfterTheEnd_ChangesNothing()
    {
        var state = await Run("event-in-time", 1);
        await Client.RaiseEvent(state.InstanceId, "go", "too late");

        Assert.Equal("late", (await Client.Get(state.InstanceId))!.ReadOutput<string>());
    }

    [Case(NotOnDapr = CannotSend)]
    public async Task SendEvent_ToAnotherInstance_ReachesIt()
    {
        var receiver = await Begin("one-event");

        await Run("sender", receiver);

        Assert.Equal("hello", (await End(receiver)).ReadOutput<string>());
    }
}
