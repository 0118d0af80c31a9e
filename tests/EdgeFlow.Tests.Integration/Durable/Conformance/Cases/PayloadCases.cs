using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>What inputs, results and events may hold.</summary>
public sealed class PayloadCases(ConformanceTarget target) : CaseBook(target)
{
    private const int Megabyte = 1024 * 1024;

    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<string?, string?>("mirror", (_, text, _) => Task.FromResult(text));
        worker.AddActivity<int, string>("letters", (_, count, _) => Task.FromResult(new string('x', count)));
        Flow<string?, string?>(worker, "mirrored", (context, text) => context.CallActivity<string?>("mirror", text));
        Flow<int, string>(worker, "too-much", (context, _) =>
            context.CallActivity<string>("mirror", new string('x', 3 * Megabyte)));
        Flow<int, int>(worker, "large-result", async (context, _) =>
            (await context.CallActivity<string>("letters", 3 * Megabyte)).Length / Megabyte);
        Flow<int, int>(worker, "long-history", async (context, megabytes) =>
        {
            var sum = 0;
            for (var n = 0; n < megabytes; n++)
            {
                sum += (await context.CallActivity<string>("letters", Megabyte)).Length;
            }

            return sum / Megabyte;
        });
    }

    [Case]
    public async Task Text_OfEveryAlphabet_ComesBackUnchanged()
    {
        const string Text = "Grüße, 世界, мир, 🌍👩‍🚀, \"quotes\" \\ \n\t\u0001 and \u2028";
        var state = await Run("mirrored", Text);

        Assert.Equal(Text, state.ReadOutput<string>());
        Assert.Equal(Text, state.ReadInput<string>());
    }

    [Case]
    public async Task Text_Empty_StaysEmptyAndIsNotNull() =>
        Assert.Equal("", (await Run("mirrored", "")).ReadOutput<string>());

    [Case]
    public async Task Input_Null_StaysNull() => Assert.Null((await Run("mirrored")).ReadOutput<string?>());

    [Case]
    public async Task Id_WithOddCharacters_IsOneInstance()
    {
        var id = Fresh("Auftrag 7 ä ü:%20&世界");
        var state = await Run("mirrored", "x", id);

        Assert.Equal(id, state.InstanceId);
        Assert.Equal("x", (await Client.Get(id))!.ReadOutput<string>());
    }

    [Case]
    public async Task Id_WithACharacterThatNamesCannotHave_IsRefusedClearly()
    {
        foreach (var odd in "/\\#?")
        {
            var refused = await Assert.ThrowsAsync<GrpcException>(
                () => Client.Schedule("mirrored", "x", Fresh($"a{odd}b")));
            Assert.Equal(GrpcStatus.InvalidArgument, refused.Status);
        }
    }

    [Case]
    public async Task Payload_OfOneMegabyte_Passes()
    {
        var text = new string('e', Megabyte);
        var state = await Run("mirrored", text);

        Assert.Equal(text, state.ReadOutput<string>());
    }

    [Case]
    public async Task Payload_OverTheMessageLimit_IsRefusedClearly()
    {
        var refused = await Assert.ThrowsAsync<GrpcException>(
            () => Client.Schedule("mirrored", new string('x', 17 * Megabyte)));

        Assert.Equal(GrpcStatus.ResourceExhausted, refused.Status);
    }

    [Case]
    public async Task ActivityInput_OverTwoMegabytes_FailsTheInstanceClearly()
    {
        var state = await Run("too-much");

        Assert.Equal(InstanceStatus.Failed, state.Status);
        Assert.Equal("PayloadTooLarge", state.Failure!.ErrorType);
    }

    [Case]
    public async Task ActivityResult_OfThreeMegabytes_Passes() =>
        Assert.Equal(3, (await Run("large-result")).ReadOutput<int>());

    [Case]
    public async Task History_OverFourMegabytes_GoesOnToItsEnd()
    {
        var state = await Run("long-history", 6);

        Assert.Equal(6, state.ReadOutput<int>());
        Assert.Equal(6, (await Client.History(state.InstanceId)).Count(e => e.TaskCompleted is not null));
    }

    [Case(NotOnDapr = "daprd 1.18 sends a history in one message and never asks a worker to fetch it")]
    public async Task History_OverTheMessageLimit_IsFetchedInPages()
    {
        await using var app = await Target.NewApp(Fresh("long"));
        await app.StartWorker(
            worker => ConformanceTarget.AddAll(worker, ConformanceCase.Books(Target)),
            options => options with { MaxKeptRuns = 0 });
        var id = await app.Client.Schedule("long-history", 18);

        Assert.Equal(18, (await app.Client.WaitForCompletion(id, Patience)).ReadOutput<int>());
        Assert.Equal(18, (await app.Client.History(id)).Count(e => e.TaskCompleted is not null));
    }
}
