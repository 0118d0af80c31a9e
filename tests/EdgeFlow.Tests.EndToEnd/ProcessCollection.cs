using Xunit;

namespace EdgeFlow.Tests.EndToEnd;

/// <summary>Tests that start whole processes run one after another: two cores do not carry two networks.</summary>
[CollectionDefinition("processes", DisableParallelization = true)]
public class ProcessCollection;
