using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class WorkflowClientTests
{
    [Fact]
    public async Task Schedule_EverythingGiven_IsOnTheWire()
    {
        CreateInstanceRequest? seen = null;
        await using var server = await GrpcTestServer.Start(0, (WorkflowMethods.StartInstance, GrpcTestServer.Unary(
            CreateInstanceRequest.Parser,
            request => new CreateInstanceResponse { InstanceId = (seen = request).InstanceId })));
        await using var client = Client(server);
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var id = await client.Schedule(
            "job", new { FrameCount = 3 }, "job-1", at, new Dictionary<string, string> { ["zone"] = "edge" });

        Assert.Equal("job-1", id);
        Assert.Equal("{\"frameCount\":3}", seen!.Input);
        Assert.Equal(at, seen.ScheduledStartTimestamp.ToDateTimeOffset());
        Assert.Equal("edge", seen.Tags["zone"]);
    }

    [Fact]
    public async Task Get_NoSuchInstance_IsNull()
    {
        await using var server = await Answering(new GetInstanceResponse());
        await using var client = Client(server);

        Assert.Null(await client.Get("job-1"));
    }

    [Fact]
    public async Task Get_FailedInstance_HasItsFailureAndNoOutput()
    {
        await using var server = await Answering(new GetInstanceResponse
        {
            Exists = true,
            WorkflowState = new WorkflowState
            {
                InstanceId = "job-1",
                Name = "job",
                WorkflowStatus = OrchestrationStatus.Failed,
                CustomStatus = "{\"done\":2}",
                CreatedTimestamp = new Timestamp { Seconds = 60 },
                FailureDetails = new TaskFailureDetails
                {
                    ErrorType = "E", ErrorMessage = "m", InnerFailure = new TaskFailureDetails { ErrorType = "I" },
                },
            },
        });
        await using var client = Client(server);

        var state = await client.Get("job-1");

        Assert.True(state!.HasEnded);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(1), state.CreatedAt);
        Assert.Equal(2, state.ReadCustomStatus<Dictionary<string, int>>()["done"]);
        var refused = Assert.Throws<WorkflowFailedException>(() => state.ReadOutput<int>());
        Assert.Equal("the instance job-1 has no output: it is Failed with E: m", refused.Message);
        Assert.Equal("I", refused.Failure!.Inner!.ErrorType);
    }

    [Fact]
    public async Task WaitForCompletion_SidecarAwayAndAnsweringEarly_AsksAgain()
    {
        var calls = 0;
        await using var server = await GrpcTestServer.Start(0, (WorkflowMethods.WaitForInstanceCompletion, async http =>
        {
            switch (Interlocked.Increment(ref calls))
            {
                case 1:
                    http.Abort();
                    break;
                case 2:
                    GrpcTestServer.End(http, GrpcStatus.Unavailable, "not yet");
                    break;
                case 3:
                    await GrpcTestServer.Write(http, State(OrchestrationStatus.Running));
                    GrpcTestServer.End(http);
                    break;
                default:
                    await GrpcTestServer.Write(http, State(OrchestrationStatus.Completed));
                    GrpcTestServer.End(http);
                    break;
            }
        }));
        await using var client = Client(server);

        var state = await client.WaitForCompletion("job-1", TimeSpan.FromSeconds(30));

        Assert.Equal(42, state.ReadOutput<int>());
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task WaitForStart_NeverStarts_IsATimeoutThatSaysWhy()
    {
        var status = OrchestrationStatus.Running;
        await using var server = await GrpcTestServer.Start(0, (WorkflowMethods.WaitForInstanceStart,
            GrpcTestServer.Unary(GetInstanceRequest.Parser, _ => State(status))));
        await using var client = Client(server);

        // The first call opens the connection, which may take longer than the short wait below.
        await client.WaitForStart("job-1", TimeSpan.FromSeconds(30));
        status = OrchestrationStatus.Pending;
        var late = await Assert.ThrowsAsync<TimeoutException>(
            () => client.WaitForStart("job-1", TimeSpan.FromMilliseconds(500)));

        Assert.EndsWith("it is Pending", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PurgeAndList_FilterAndPages_AreOnTheWire()
    {
        PurgeInstancesRequest? purge = null;
        await using var server = await GrpcTestServer.Start(
            0,
            (WorkflowMethods.PurgeInstances, GrpcTestServer.Unary(PurgeInstancesRequest.Parser, request =>
            {
                purge = request;
                return new PurgeInstancesResponse { DeletedInstanceCount = 3, IsComplete = true };
            })),
            (WorkflowMethods.ListInstanceIds, GrpcTestServer.Unary(ListInstanceIDsRequest.Parser, request =>
                new ListInstanceIDsResponse
                {
                    InstanceIds = { $"{request.PageSize}", request.ContinuationToken }, ContinuationToken = "",
                })));
        await using var client = Client(server);

        var outcome = await client.Purge(new PurgeFilter(
            CreatedFrom: DateTimeOffset.UnixEpoch, Statuses: [InstanceStatus.Failed]));
        var page = await client.List(7, "next");

        Assert.Equal(new PurgeOutcome(3, true), outcome);
        Assert.Equal([OrchestrationStatus.Failed], purge!.PurgeInstanceFilter.RuntimeStatus);
        Assert.Equal(["7", "next"], page.InstanceIds);
        Assert.Null(page.NextToken);
    }

    private static WorkflowClient Client(GrpcTestServer server) =>
        new(new ClientOptions { Address = server.Address, WaitRetryDelay = TimeSpan.FromMilliseconds(5) });

    private static Task<GrpcTestServer> Answering(GetInstanceResponse response) => GrpcTestServer.Start(
        0, (WorkflowMethods.GetInstance, GrpcTestServer.Unary(GetInstanceRequest.Parser, _ => response)));

    private static GetInstanceResponse State(OrchestrationStatus status) => new()
    {
        Exists = true,
        WorkflowState = new WorkflowState { InstanceId = "job-1", WorkflowStatus = status, Output = "42" },
    };
}
