using Xunit;
using System.Text.RegularExpressions;

namespace EdgeFlow.Tests.Architecture;

/// <summary>Small habits that a compiler does not check.</summary>
public partial class HabitTests
{
    [Fact]
    public void Source_Unfinished_IsNowhere()
    {
        var found = Repository.SourceFiles
            .Where(file => !file.EndsWith("HabitTests.cs", StringComparison.Ordinal))
            .Where(file => Unfinished().IsMatch(Repository.Read(file)));

        Assert.Empty(found);
    }

    [Fact]
    public void Source_SwallowedExceptions_AreNowhere()
    {
        var found = Repository.SourceFiles
            .Where(file => SwallowAll().IsMatch(Repository.Read(file)));

        Assert.Empty(found);
    }

    [Fact]
    public void Workflow_Files_UseOnlyContextTimeAndIds()
    {
        var found = Repository.SourceFiles
            .Where(file => file.EndsWith(".workflow.cs", StringComparison.Ordinal))
            .Where(file => NotDeterministic().IsMatch(Repository.Read(file)));

        Assert.Empty(found);
    }

    [Fact]
    public void Test_Names_HaveThreeParts()
    {
        var found = Repository.SourceFiles
            .Where(file => file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(file => file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .SelectMany(file => TestMethod().Matches(Repository.Read(file))
                .Select(match => (file, Name: match.Groups[1].Value)))
            .Where(item => item.Name.Split('_').Length != 3)
            .Select(item => $"{item.file}: {item.Name}");

        Assert.Empty(found);
    }

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"catch *(\((System\.)?Exception( \w+)?\))? *\{ *\}")]
    private static partial Regex SwallowAll();

    [GeneratedRegex(
        @"Guid\.NewGuid|Random|Task\.(Run|Delay)|DateTime|HttpClient|TimeProvider|ConfigureAwait|\.CancelAsync\(")]
    private static partial Regex NotDeterministic();

    [GeneratedRegex(
        @"\[(?:Skippable)?(?:Fact|Theory)[^\]]*\](?:\s*\[[^\]]*\])*\s*public (?:async )?[\w<>.]+ (\w+)\(")]
    private static partial Regex TestMethod();
}
