using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The suite against a real Dapr sidecar.</summary>
public sealed class DaprConformanceTests(DaprTarget target)
    : ConformanceTests(target), IClassFixture<DaprTarget>;
