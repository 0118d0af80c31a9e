using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>One bed of Dapr for the tests of messages; none where Dapr is missing.</summary>
public sealed class DaprBedFixture : IAsyncLifetime
{
    public DaprBed? Bed { get; private set; }

    public async Task InitializeAsync() => Bed = DaprBed.Missing is null ? await DaprBed.Start() : null;

    public async Task DisposeAsync()
    {
        if (Bed is not null)
        {
            await Bed.DisposeAsync();
        }
    }
}
