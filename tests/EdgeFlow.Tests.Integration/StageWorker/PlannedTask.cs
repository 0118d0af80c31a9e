namespace EdgeFlow.Tests.Integration.StageWorker;

/// <summary>A task of a test's plan.</summary>
public sealed record PlannedTask(string Name, string Node, string Kind, params string[] NeedNames)
{
    public IReadOnlyList<string> Needs => NeedNames;

    public string Label { get; init; } = Name;

    public int DelayMs { get; init; }

    public int Bytes { get; init; }

    public long? Frames { get; init; }

    public double Rate { get; init; }

    public long BitsPerSecond { get; init; }

    public double TimeoutMs { get; init; } = 10_000;

    public string Hash => $"{Kind}-{Label}-{DelayMs}";

    public string Parameters => $$"""{"name":"{{Label}}","delayMs":{{DelayMs}},"bytes":{{Bytes}}}""";
}
