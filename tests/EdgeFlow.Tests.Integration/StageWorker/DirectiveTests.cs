using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Tests.Integration.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.StageWorker;

/// <summary>Directives as they really come: activities that a workflow routes to a node, through the sidecar.</summary>
public sealed class DirectiveTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    [Fact]
    public async Task Activity_RoutedToANode_HostsRunsAndStopsThere()
    {
        await using var cluster = await Cluster.Start();
        var node = await cluster.Add("n1", options => options with { Sidecar = server.Address.ToString() });
        await using var home = new WorkflowWorker(new WorkerOptions
        {
            Address = server.Address, AppId = "home", Json = ProtocolJson.Options,
        }).AddWorkflow<Drive, string, string>("drive", () => new Drive());
        _ = home.Run(default);
        await using var client = new WorkflowClient(
            new ClientOptions { Address = server.Address, AppId = "home", Json = ProtocolJson.Options });

        var id = await client.Schedule("drive", node.Address);
        var state = await client.WaitForCompletion(id, TimeSpan.FromSeconds(60));

        Assert.Equal($"{node.Identity.Incarnation} 10 StaleEpoch", state.ReadOutput<string>());
        Assert.Equal(10, cluster.Control.Results.Count(result => result.Key.Job == "batch"));
    }

    private sealed class Drive : Workflow<string, string>
    {
        private static readonly ActivityOptions OnNode = new() { TargetApp = "n1" };

        public override async Task<string> Run(WorkflowContext context, string input)
        {
            var task = new HostedTask(
                "a", "numbers", null, """{"name":"a"}""", "h", [], [], 3, 0, 1, 0, 1000);
            var hosted = await context.CallActivity<HostReport>(
                WorkflowNames.HostStages, new HostDirective("stream", 4, [task], []), OnNode);
            var report = await context.CallActivity<TaskReport>(WorkflowNames.RunTask, new TaskDirective(
                "batch", 1, "a", 1, "numbers", null, """{"name":"a"}""", "h", [], null, true, 1000), OnNode);
            await context.CallActivity(WorkflowNames.StopStages, new StopDirective("stream", 4, true), OnNode);
            try
            {
                await context.CallActivity<HostReport>(
                    WorkflowNames.HostStages, new HostDirective("stream", 4, [task], []), OnNode);
                return "hosted under a closed epoch";
            }
            catch (TaskFailedException e)
            {
                return $"{hosted.Incarnation} {report.Frames} {e.Failure.ErrorType}";
            }
        }
    }
}
