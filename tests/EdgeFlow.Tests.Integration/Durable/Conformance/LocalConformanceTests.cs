using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The suite against the embedded sidecar from within its process.</summary>
public sealed class LocalConformanceTests(LocalTarget target)
    : ConformanceTests(target), IClassFixture<LocalTarget>;
