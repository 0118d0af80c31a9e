using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The suite against the embedded sidecar.</summary>
public sealed class EmbeddedConformanceTests(EmbeddedTarget target)
    : ConformanceTests(target), IClassFixture<EmbeddedTarget>;
