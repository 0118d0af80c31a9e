using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using Xunit;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>Directives and jobs' workflows are the control plane's: a stranger's workflow reaches neither.</summary>
[Collection(SecureCollection.Name)]
public sealed class StrangerWorkflowTests(SecureNetwork network)
{
    private const string Prank = "prank";

    [SkippableTheory]
    [InlineData(WorkflowNames.StopStages)]
    [InlineData(WorkflowNames.HostStages)]
    [InlineData(WorkflowNames.RunTask)]
    public async Task Directive_OfAStranger_IsRefusedByTheNodesSidecar(string directive)
    {
        Skip.If(network.Missing is not null, network.Missing);

        var refused = await Outcome((context, _) => context.CallActivity<bool>(
            directive, new StopDirective("any", 1, true), new ActivityOptions { TargetApp = "edge" }));

        Assert.Contains("denied by workflow access policy", refused, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task JobWorkflow_OfAStranger_IsRefusedByTheControlPlanesSidecar()
    {
        Skip.If(network.Missing is not null, network.Missing);

        var refused = await Outcome((context, _) => context.CallChild<bool>(
            WorkflowNames.Job, "any", new ChildOptions { TargetApp = "edgeflow" }));

        Assert.Contains("denied by workflow access policy", refused, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Worker_WithoutTheRightToken_IsRefusedByTheSidecar(string? token)
    {
        Skip.If(network.Missing is not null, network.Missing);
        await using var client = new WorkflowClient(
            new ClientOptions { Address = network.Edge.Grpc, ApiToken = token });

        var refused = await Assert.ThrowsAsync<GrpcException>(() => client.Schedule(Prank));

        Assert.Equal(GrpcStatus.Unauthenticated, refused.Status);
    }

    // What a workflow of the stranger's ends with.
    private async Task<string> Outcome(Func<WorkflowContext, string, Task<bool>> code)
    {
        var options = new WorkerOptions
        {
            Address = network.Stranger.Grpc, AppId = "stranger", ApiToken = SecureNetwork.ApiToken,
            Json = ProtocolJson.Options,
        };
        await using var worker = new WorkflowWorker(options);
        worker.AddWorkflow<Written, string, bool>(Prank, () => new Written(code));
        using var stop = new CancellationTokenSource();
        var running = worker.Run(stop.Token);
        await using var client = new WorkflowClient(new ClientOptions
        {
            Address = network.Stranger.Grpc, ApiToken = SecureNetwork.ApiToken,
        });
        var instance = await client.Schedule(Prank, "");
        var ended = await client.WaitForCompletion(instance, TimeSpan.FromMinutes(3));
        await stop.CancelAsync();
        await running;
        return $"{ended.Status} {ended.Failure?.Message}";
    }

    private sealed class Written(Func<WorkflowContext, string, Task<bool>> code) : Workflow<string, bool>
    {
        public override Task<bool> Run(WorkflowContext context, string input) => code(context, input);
    }
}
