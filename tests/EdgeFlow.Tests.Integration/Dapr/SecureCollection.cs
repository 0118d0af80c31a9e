using Xunit;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>The tests that share one network of Dapr applications: it takes a while to start.</summary>
[CollectionDefinition(Name)]
public sealed class SecureCollection : ICollectionFixture<SecureNetwork>
{
    public const string Name = "Secure Dapr network";
}
