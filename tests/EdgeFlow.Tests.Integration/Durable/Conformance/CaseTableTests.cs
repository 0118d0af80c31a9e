using System.Text;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The table of the documentation is the table of the cases. EDGEFLOW_ACCEPT=1 writes it.</summary>
public class CaseTableTests
{
    private const string Document = "docs/dapr/conformance.md";
    private const string Begin = "<!-- cases: written by CaseTableTests -->\n";
    private const string End = "<!-- end of cases -->";

    [Fact]
    public void Table_OfTheDocument_ListsEveryCase()
    {
        var file = Path.Combine(Sidecar.JavaScriptPeer.RepositoryFolder(), Document);
        var text = File.ReadAllText(file);
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("EDGEFLOW_ACCEPT") == "1")
        {
            File.WriteAllText(file, text[..from] + Table() + text[to..]);
            return;
        }

        Assert.Equal(Table(), text[from..to]);
    }

    [Fact]
    public void Suite_OfCases_HasAtLeastSixty() => Assert.True(ConformanceCase.All.Count >= 60);

    private static string Table()
    {
        var table = new StringBuilder("| case | daprd | embedded |\n|---|---|---|\n");
        foreach (var item in ConformanceCase.All)
        {
            var name = item.Name.Replace('_', ' ');
            table.Append($"| {name} | {Cell(item.Mark.NotOnDapr)} | {Cell(item.Mark.NotEmbedded)} |\n");
        }

        return table.Append($"\n{ConformanceCase.All.Count} cases.\n").ToString();
    }

    private static string Cell(string? reason) => reason is null ? "yes" : $"no: {reason}";
}
