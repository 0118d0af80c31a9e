using Xunit;

namespace EdgeFlow.Tests.Integration.Invocation;

/// <summary>The tests that share one bed of sidecars.</summary>
[CollectionDefinition(nameof(InvocationCollection))]
public sealed class InvocationCollection : ICollectionFixture<InvocationBed>;
