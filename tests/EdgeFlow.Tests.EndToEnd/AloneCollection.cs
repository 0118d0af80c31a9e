using Xunit;

namespace EdgeFlow.Tests.EndToEnd;

/// <summary>Keeps <see cref="ProcessCollection.Alone"/> from running beside the others.</summary>
[CollectionDefinition(ProcessCollection.Alone, DisableParallelization = true)]
public class AloneCollection;
