using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Tests that share one bed of Dapr, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class MessageCollection : ICollectionFixture<DaprBedFixture>
{
    public const string Name = "messages";
}
