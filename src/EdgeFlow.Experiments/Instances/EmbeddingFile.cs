using System.Text.Json;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Reads a file of requests that come and go: <c>nodes[{id,cpu}]</c>, <c>links[{a,b,bw}]</c>,
/// <c>requests[{id,arrival,lifetime,nodes[cpu],links[[i,j,bw]]}]</c> and <c>results{name: {acceptance, totalRevenue,
/// totalTimeRevenue, revenueToCost, seconds}}</c>, the last optional. Stateless.
/// </summary>
public static class EmbeddingFile
{
    /// <summary>The instance of a file.</summary>
    /// <exception cref="JsonException">The file is not of this format.</exception>
    /// <exception cref="KeyNotFoundException">A field is missing.</exception>
    public static EmbeddingInstance Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var nodes = List(root, "nodes").ToList();
        var number = nodes.Select((node, k) => (Id: Whole(node, "id"), k)).ToDictionary(p => p.Id, p => p.k);
        return new EmbeddingInstance(
            Path.GetFileNameWithoutExtension(path), [.. nodes.Select(node => Whole(node, "cpu"))],
            [.. List(root, "links").Select(link => new EmbeddingLink(
                number[Whole(link, "a")], number[Whole(link, "b")], Whole(link, "bw")))],
            [.. List(root, "requests").Select(ReadRequest)],
            root.TryGetProperty("results", out var results)
                ? [.. results.EnumerateObject().Select(r => ReadResult(r.Name, r.Value))] : []);
    }

    /// <summary>The instances of a file, or of all files of a folder by name.</summary>
    public static IReadOnlyList<EmbeddingInstance> ReadAll(string path) => Directory.Exists(path)
        ? [.. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).Select(Read)]
        : [Read(path)];

    private static EmbeddingRequest ReadRequest(JsonElement request) => new(
        Whole(request, "id"), Number(request, "arrival"), Number(request, "lifetime"),
        [.. List(request, "nodes").Select(cpu => (int)cpu.GetDouble())],
        [.. List(request, "links").Select(link => new EmbeddingLink(
            (int)link[0].GetDouble(), (int)link[1].GetDouble(), (int)link[2].GetDouble()))]);

    private static EmbeddingResult ReadResult(string name, JsonElement result) => new(
        name, Number(result, "acceptance"), Number(result, "totalRevenue"), Number(result, "totalTimeRevenue"),
        Number(result, "revenueToCost"), Number(result, "seconds"));

    private static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray();

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static int Whole(JsonElement element, string name) => (int)Number(element, name);
}
