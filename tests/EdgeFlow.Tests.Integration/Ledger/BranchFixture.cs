using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger;

/// <summary>A control plane with two real nodes on which a stream and a batch job have run.</summary>
public sealed class BranchFixture : IAsyncLifetime
{
    public Plane Plane { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        await Plane.AddNode("a");
        await Plane.AddNode("b");
        await Plane.Declare(Manifests.Chain("stream"));
        await Plane.Declare(Manifests.Chain("batch", "batch"));
        await Plane.Submit(new JobSubmission("stream", Job: "s1", Frames: 20));
        await Plane.Submit(new JobSubmission("batch", Job: "b1", Frames: 5));
        await Plane.Until("s1", job => job.Status == JobStatus.Completed);
        await Plane.Until("b1", job => job.Status == JobStatus.Completed);
        await Plane.Departed("s1");
        await Plane.Departed("b1");
    }

    public async Task DisposeAsync() => await Plane.DisposeAsync();
}
