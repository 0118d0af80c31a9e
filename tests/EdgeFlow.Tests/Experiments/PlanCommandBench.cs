using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeFlow.Experiments;
using EdgeFlow.Experiments.Plans;

namespace EdgeFlow.Tests.Experiments;

/// <summary>The commands <c>edgeflow plan …</c> that need no control plane, from files in a folder of a test's own to
/// what is printed.</summary>
public abstract class PlanCommandBench : IDisposable
{
    protected const string Network = """
        nodes:
          - { id: e1, speed: 200 }
          - { id: e4, speed: 20 }
        links:
          - { a: e4, b: e1, capacity: 10000000 }
        """;

    protected const string Jobs = """
        - id: j
          tasks:
            - { id: source, work: 0, constraints: { nodes: [e4] } }
            - { id: detect, work: 50 }
          flows:
            - { id: source→detect, data: 625000 }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeflow-plan-");

    protected string Folder => _folder.FullName;

    protected List<string> Lines { get; } = [];

    protected List<string> Said { get; } = [];

    protected JsonNode? Document { get; private set; }

    private CommandOutput Output => new(
        (_, document, lines) =>
        {
            Document = document;
            Lines.Clear();
            Lines.AddRange(lines);
        },
        Said.Add);

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    protected int Verify(string plan, string snapshot) =>
        PlanCommands.Verify(new RootCommand().Parse([]), Output, plan, snapshot);

    protected Task<int> Run(params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var command in PlanCommands.Make(Output))
        {
            root.Add(command);
        }

        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
