using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>The embedded sidecar killed under running workflows.</summary>
public sealed class EmbeddedReconnectTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Sidecar_KilledWhileWorkflowsRun_AllOfThemComplete()
    {
        await using var worker = new WorkflowWorker(new WorkerOptions { Address = server.Address, AppId = "home" })
            .AddActivity<int, int>("increment", (_, n, _) => Task.FromResult(n + 1))
            .AddWorkflow<Chain, int, int>("chain", () => new Chain());
        _ = worker.Run(default);
        await using var client = new WorkflowClient(new ClientOptions { Address = server.Address, AppId = "home" });
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Schedule("chain", 10)));

        await server.KillAndStart();
        var states = await Task.WhenAll(ids.Select(id => client.WaitForCompletion(id, Patience)));

        Assert.All(states, state => Assert.Equal(55, state.ReadOutput<int>()));
    }

    private sealed class Chain : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int steps)
        {
            var sum = 0;
            for (var step = 0; step < steps; step++)
            {
                sum += await context.CallActivity<int>("increment", step);
            }

            return sum;
        }
    }
}
