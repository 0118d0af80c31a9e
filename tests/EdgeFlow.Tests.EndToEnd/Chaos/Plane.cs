using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>What tests ask of one control plane over HTTP.</summary>
internal sealed class Plane(Uri address)
{
    private const int MostEntries = 100_000;

    public Uri Address => address;

    public EdgeFlowClient Client { get; } = new(address, token: null);

    public async Task<JobView> Submit(string manifest, JobSubmission submission)
    {
        var application = await SubmitCommand.Declare(Client, Repository.Path(manifest), CancellationToken.None);
        return await Client.Send<JobView>(
            HttpMethod.Post, "/v1/jobs", submission with { Application = application.Name }, CancellationToken.None);
    }

    public Task<JobView> Job(string job) => Client.Get<JobView>($"/v1/jobs/{job}", CancellationToken.None);

    public async Task<IReadOnlyList<StoredResult>> Results(string job) => await Client
        .List<StoredResult>($"/v1/jobs/{job}/results", MostEntries, CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<EventView>> History(string stream) => await Client
        .List<EventView>($"/v1/events?stream={stream}", MostEntries, CancellationToken.None).ToListAsync();

    public async Task<IReadOnlyList<EventView>> Events() => await Client
        .List<EventView>("/v1/events", MostEntries, CancellationToken.None).ToListAsync();

    /// <summary>Every run of the planner that is kept can be made again, to the byte.</summary>
    public async Task AssertPlansRepeat()
    {
        var verdicts = await Client.Lines<SolveVerdict>("/v1/plans/verify?all=true", CancellationToken.None)
            .ToListAsync();
        Assert.NotEmpty(verdicts);
        Assert.All(verdicts, verdict => Assert.True(
            verdict.Verdict == SolveVerdict.Identical, $"{verdict.Words} {verdict.Difference}"));
    }

    /// <summary>Whether a condition holds; while the control plane is down it does not.</summary>
    public static async Task<bool> Holds(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (Exception down) when (down is HttpRequestException or TaskCanceledException
            || (down is RefusedException refused && refused.Problem.Status >= 500))
        {
            return false;
        }
    }
}
