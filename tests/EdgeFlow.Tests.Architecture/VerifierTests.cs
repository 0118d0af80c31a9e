using System.Text.RegularExpressions;
using Xunit;

namespace EdgeFlow.Tests.Architecture;

/// <summary>The verifier checks the planner with code of its own.</summary>
public partial class VerifierTests
{
    private const string Folder = "src/EdgeFlow.Planning/Verification/";

    // What a plan and its proofs are written in: snapshots, certificates, schedules and their problems.
    private static readonly string[] s_written =
        ["Snapshots", "Bounds", "Bounds.Cuts", "Scheduling", "Scheduling.Bounds", "Verification.Certificates"];

    [Fact]
    public void Verifier_Usings_NameNoPartOfThePlanner()
    {
        var files = Repository.SourceFiles.Where(f => f.StartsWith(Folder, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        var found = files.SelectMany(f => Parts().Matches(Repository.Read(f)).Select(m => (f, m.Groups[1].Value)))
            .Where(p => !s_written.Contains(p.Value));
        Assert.Empty(found);
    }

    [GeneratedRegex(@"^using (?:static )?EdgeFlow\.Planning\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Parts();
}
