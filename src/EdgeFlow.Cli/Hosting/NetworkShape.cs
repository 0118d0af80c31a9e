namespace EdgeFlow.Cli.Hosting;

/// <summary>Which nodes a local network has, and how they are linked.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Links">The links between them.</param>
internal sealed record NetworkShape(IReadOnlyList<LocalNode> Nodes, IReadOnlyList<LocalLink> Links)
{
    /// <summary>
    /// A camera, an edge box, a fog server and a cloud machine: slow to fast, fast links near and slow ones far.
    /// </summary>
    public static NetworkShape StreetToCloud { get; } = new(
        [
            new("camera", 0.25, "120MB", "street", "camera=true"),
            new("edge", 0.35, "600MB", "street"),
            new("fog", 0.55, "900MB", "city"),
            new("cloud", 0.7, "1500MB", "far"),
        ],
        [
            new("camera", "edge", "100Mbps", 1), new("edge", "fog", "60Mbps", 3), new("camera", "fog", "40Mbps", 4),
            new("fog", "cloud", "40Mbps", 15),
        ]);
}
